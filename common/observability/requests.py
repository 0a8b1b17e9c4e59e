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
from common.observability.tracing import Span

ERROR = 500


def watch_requests(app: Flask) -> None:
    metrics = RequestMetrics(app)

    @app.before_request
    def start() -> None:
        request = request_ctx.request
        project_key = request.view_args.get("project_key") if request.view_args else None
        asked = trail.from_client(request.headers, project_key)
        rule = request.url_rule.rule if request.url_rule else ""
        span = Span(f"{request.method} {rule}", "SERVER", asked, {"url.path": request.path, "http.route": rule})
        g.watched = span, trail.begin(span.trail), time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        request = request_ctx.request
        span, _, since = g.watched
        seconds = time.perf_counter() - since
        response.headers[trail.CORRELATION_ID] = span.trail.correlation_id
        metrics.observe(request, response.status_code, seconds)
        log_request(request, response, seconds)
        span.end(response.status_code >= ERROR, **{"http.response.status_code": response.status_code})
        return response

    @app.teardown_request
    def leave(_: BaseException | None) -> None:
        if watched := g.pop("watched", None):
            trail.end(watched[1])
