"""One log line per request, with Cloud Logging's ``httpRequest``.

https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#httprequest
The query string is left out: predicates in it name people.
"""

import logging
import time

from flask import Flask, Response, g, request

logger = logging.getLogger("access")

_UNREMARKABLE = {"/health", "/ready"}  # asked every few seconds by every orchestrator


def log_requests(app: Flask) -> None:
    @app.before_request
    def start() -> None:
        g.started_at_seconds = time.perf_counter()

    @app.after_request
    def tell(response: Response) -> Response:
        if request.path not in _UNREMARKABLE:
            logger.log(
                _level(response.status_code),
                "%s %s %d",
                request.method,
                request.path,
                response.status_code,
                extra={
                    "httpRequest": {
                        "requestMethod": request.method,
                        "requestUrl": request.path,
                        "status": response.status_code,
                        "responseSize": str(response.content_length or 0),
                        "userAgent": request.headers.get("User-Agent", ""),
                        "remoteIp": request.headers.get("X-Real-IP", request.remote_addr),
                        "latency": f"{time.perf_counter() - g.started_at_seconds:.6f}s",
                    },
                },
            )
        return response


def _level(status: int) -> int:
    if status >= 500:
        return logging.ERROR if status != 503 else logging.WARNING
    return logging.INFO
