"""What is done around every request: it gets a trail, and afterwards it is measured, logged and told its
correlation id.

One pair of hooks for all of it, and no Flask proxies in them: this is paid by every read.
"""

import time

from flask import Flask, Response, g
from flask.globals import request_ctx

from common.observability import trail
from common.observability.access import log_request
from common.observability.metrics import RequestMetrics


def watch_requests(app: Flask) -> None:
    metrics = RequestMetrics(app)

    @app.before_request
    def start() -> None:
        request = request_ctx.request
        project_key = request.view_args.get("project_key") if request.view_args else None
        started = trail.from_client(request.headers, project_key)
        g.watched = started, trail.begin(started), time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        request = request_ctx.request
        started, _, since = g.watched
        seconds = time.perf_counter() - since
        response.headers[trail.CORRELATION_ID] = started.correlation_id
        metrics.observe(request, response.status_code, seconds)
        log_request(request, response, seconds)
        return response

    @app.teardown_request
    def leave(_: BaseException | None) -> None:
        if watched := g.pop("watched", None):
            trail.end(watched[1])
