"""One log line per request, with Cloud Logging's ``httpRequest``.

https://docs.cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry#httprequest
The query string is left out: predicates in it name people.
"""

import logging
from collections.abc import Mapping
from typing import Any

logger = logging.getLogger("access")

_UNREMARKABLE = {"/health", "/ready"}  # asked every few seconds by every orchestrator


def log_request(environ: Mapping[str, Any], path: str, status: int, size: int, seconds: float) -> None:
    """``size`` is the answer's, in bytes."""
    level = _level(status)
    if not logger.isEnabledFor(level) or path in _UNREMARKABLE:
        return
    method = environ["REQUEST_METHOD"]
    facts = {
        "requestMethod": method,
        "requestUrl": path,
        "status": status,
        "responseSize": str(size),
        "userAgent": environ.get("HTTP_USER_AGENT", ""),
        "remoteIp": environ.get("HTTP_X_REAL_IP") or environ.get("REMOTE_ADDR"),
        "latency": f"{seconds:.6f}s",
    }
    text = f"{method} {path} {status}"
    # Made here because ``logger.log`` would walk the stack to find this line.
    logger.handle(logger.makeRecord("access", level, __file__, 0, text, (), None, extra={"httpRequest": facts}))


def _level(status: int) -> int:
    if status >= 500:
        return logging.ERROR if status != 503 else logging.WARNING
    return logging.INFO
