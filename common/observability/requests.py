"""What is done around every request: it gets a trail, and afterwards it is measured, logged and told its
correlation id.

One pair of hooks for all of it, and no Flask proxies in them: this is paid by every read.
"""

import time
from contextvars import Token
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, g
from flask.globals import request_ctx
from werkzeug.datastructures import EnvironHeaders

from common.observability import trail
from common.observability.access import log_request
from common.observability.metrics import RequestMetrics
from common.observability.tracing import Span
from common.observability.trail import Trail

ERROR = 500
EXTENSION = "ms-commerce-watch"
WATCHED = "ms-commerce.watched"
"""Where a request's environ holds what is watched of it, if that began before Flask."""


@dataclass(slots=True)
class Watched:
    """A request under way."""

    environ: dict[str, Any]
    path: str
    rule: str
    """The route's path with its variables: the only form of it that metrics may have."""
    span: Span
    token: Token[Trail | None]
    since: float

    @property
    def correlation_id(self) -> str:
        return self.span.trail.correlation_id

    def leave(self) -> None:
        trail.end(self.token)


class Watch:
    """Watches the requests of one app."""

    def __init__(self, app: Flask) -> None:
        self._metrics = RequestMetrics(app)

    def begin(self, environ: dict[str, Any], path: str, rule: str, project_key: str | None) -> Watched:
        asked = trail.from_client(EnvironHeaders(environ), project_key)
        span = Span(f"{environ['REQUEST_METHOD']} {rule}", "SERVER", asked, {"url.path": path, "http.route": rule})
        return Watched(environ, path, rule, span, trail.begin(span.trail), time.perf_counter())

    def answered(self, watched: Watched, status: int, size: int) -> None:
        """``size`` is the body's, in bytes."""
        seconds = time.perf_counter() - watched.since
        self._metrics.observe(watched.environ["REQUEST_METHOD"], watched.rule, status, seconds)
        log_request(watched.environ, watched.path, status, size, seconds)
        watched.span.end(status >= ERROR, **{"http.response.status_code": status})


def watch_requests(app: Flask) -> None:
    watch = app.extensions[EXTENSION] = Watch(app)

    @app.before_request
    def start() -> None:
        request = request_ctx.request
        g.watched = request.environ.get(WATCHED) or watch.begin(
            request.environ,
            request.path,
            request.url_rule.rule if request.url_rule else "",
            request.view_args.get("project_key") if request.view_args else None,
        )

    @app.after_request
    def end(response: Response) -> Response:
        watch.answered(g.watched, response.status_code, response.content_length or 0)
        response.headers[trail.CORRELATION_ID] = g.watched.correlation_id
        return response

    @app.teardown_request
    def leave(_: BaseException | None) -> None:
        if watched := g.pop("watched", None):
            watched.leave()
