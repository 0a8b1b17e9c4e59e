"""What an operator sees of a process: its logs, its metrics, whether it is alive and ready.

``observe(app, …)`` gives a web service all of it. Workers call ``log_as_json`` and write the same lines, with
the correlation id of the request that caused the task (common/celery/trails.py carries it there).
"""

from collections.abc import Mapping

from flask import Flask

from common.observability.health import Check, health_routes
from common.observability.logs import log_as_json
from common.observability.requests import watch_requests

__all__ = ["log_as_json", "observe"]


def observe(app: Flask, service: str, *, ready: Mapping[str, Check], health_path: str, level: str = "INFO") -> None:
    """Log, measure and correlate every request, and serve ``/health``, ``/ready`` and ``health_path``.

    ``ready`` names what the service cannot work without; each check raises when its part does not answer.
    """
    log_as_json(service, level)
    watch_requests(app)
    app.register_blueprint(health_routes(service, ready, health_path))
