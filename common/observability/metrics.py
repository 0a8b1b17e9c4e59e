"""Prometheus metrics of a service, right in total however many processes it has.

Each process writes its numbers into files of one directory (PROMETHEUS_MULTIPROC_DIR); the one that started
them adds them up and serves them on a port of their own, which the gateway does not know. prometheus_client
decides at *import* whether it works that way, so the directory must be there before: the launching process
(cli/serve.py) sees to it, and wipes what an earlier run left, which would be counted again.
"""

import os
import shutil
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask

DIRECTORY = "PROMETHEUS_MULTIPROC_DIR"


def start_counting_in(directory: Path) -> None:
    """Empty ``directory`` and keep the metrics of this process and its children there. Call it first."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    os.environ[DIRECTORY] = str(directory)


class RequestMetrics:
    """Requests by method, route and status; never by path, whose ids have no bound.

    The names are those of prometheus-flask-exporter's defaults, which dashboards know. It would look up its
    metrics by name for each request (some 50 µs); here they are looked up once per method, route and status.
    """

    def __init__(self, app: Flask) -> None:
        from prometheus_client import Counter, Histogram

        registry = _exporter(app).registry
        duration = Histogram(
            "flask_http_request_duration_seconds",
            "Flask HTTP request duration in seconds",
            ("method", "url_rule", "status"),
            registry=registry,
        )
        total = Counter(
            "flask_http_request_total", "Total number of HTTP requests", ("method", "status"), registry=registry
        )

        @cache
        def of(method: str, rule: str, status: int) -> tuple[Any, Any]:
            return duration.labels(method, rule, status), total.labels(method, status)

        self._of = of

    def observe(self, method: str, rule: str, status: int, seconds: float) -> None:
        duration, total = self._of(method, rule or "None", status)
        duration.observe(seconds)
        total.inc()


def _exporter(app: Flask) -> Any:
    """prometheus-flask-exporter for this app, without its default hooks and without an endpoint on the
    app's port.
    """
    from prometheus_client import CollectorRegistry
    from prometheus_flask_exporter import PrometheusMetrics
    from prometheus_flask_exporter.multiprocess import MultiprocessPrometheusMetrics

    class FilesOnly(MultiprocessPrometheusMetrics):
        """Writes into the directory; serving is the launching process' part."""

        def should_start_http_server(self) -> bool:
            return False

    if DIRECTORY in os.environ:
        return FilesOnly(app, export_defaults=False)
    return PrometheusMetrics(app, path=None, export_defaults=False, registry=CollectorRegistry())


def serve_metrics(port: int, host: str = "127.0.0.1") -> int:
    """Serve the sum over all processes from a daemon thread of this one; the port (0: any)."""
    from prometheus_client import REGISTRY, CollectorRegistry, start_http_server
    from prometheus_client.multiprocess import MultiProcessCollector

    registry = REGISTRY
    if DIRECTORY in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    server, _ = start_http_server(port, addr=host, registry=registry)
    return server.server_port
