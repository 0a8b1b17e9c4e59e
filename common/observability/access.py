"""One log line per request, with Cloud Logging's ``httpRequest``.

https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#httprequest
The query string is left out: predicates in it name people.
"""

import logging

from flask import Request, Response

logger = logging.getLogger("access")

_UNREMARKABLE = {"/health", "/ready"}  # asked every few seconds by every orchestrator


def log_request(request: Request, response: Response, seconds: float) -> None:
    level = _level(response.status_code)
    if not logger.isEnabledFor(level) or request.path in _UNREMARKABLE:
        return
    facts = {
        "requestMethod": request.method,
        "requestUrl": request.path,
        "status": response.status_code,
        "responseSize": str(response.content_length or 0),
        "userAgent": request.environ.get("HTTP_USER_AGENT", ""),
        "remoteIp": request.environ.get("HTTP_X_REAL_IP") or request.remote_addr,
        "latency": f"{seconds:.6f}s",
    }
    text = f"{request.method} {request.path} {response.status_code}"
    # Made here because ``logger.log`` would walk the stack to find this line.
    logger.handle(logger.makeRecord("access", level, __file__, 0, text, (), None, extra={"httpRequest": facts}))


def _level(status: int) -> int:
    if status >= 500:
        return logging.ERROR if status != 503 else logging.WARNING
    return logging.INFO
