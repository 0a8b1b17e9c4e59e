"""Logs as one JSON object a line, in the form Cloud Logging reads from standard output.

https://docs.cloud.google.com/logging/docs/structured-logging#structured_logging_special_fields
"""

import logging
import os
import re
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

from pythonjsonlogger.core import RESERVED_ATTRS, merge_record_extra
from pythonjsonlogger.orjson import OrjsonFormatter

from common.observability import trail

_SECRET_NAME = re.compile(r"passw|secret|token|authorization|cookie|credential|api[_-]?key", re.IGNORECASE)
# Bearer and Basic credentials, passwords inside URLs, and tokens that commercetools puts into paths
_SECRET_TEXT = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)|(?<=token=)[^&/\s\"']+")
_HIDDEN = "[hidden]"


def log_as_json(service: str, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Make this process write every log line as JSON, to standard output unless ``stream`` is given."""
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(CloudLoggingFormatter(service))
    root = logging.getLogger()
    root.handlers[:] = [h for h in root.handlers if not isinstance(h.formatter, CloudLoggingFormatter)]
    root.addHandler(handler)
    root.setLevel(level.upper())
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # the access log of ours says it better


class CloudLoggingFormatter(OrjsonFormatter):
    """A record, its ``extra`` fields and the trail it belongs to; what looks like a secret is hidden."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self.service = service
        project = os.environ.get("GOOGLE_CLOUD_PROJECT")
        self.trace_prefix = f"projects/{project}/traces/" if project else ""

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, message_dict: dict[str, Any]) -> None:
        error = message_dict.pop("exc_info", None)
        log_data.update(
            severity=record.levelname,  # Python's five names are five of Cloud Logging's
            message=_without_secrets(f"{record.message}\n{error}" if error else record.message),
            time=datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            service=self.service,
            logger=record.name,
        )
        if at := trail.current():
            log_data["logging.googleapis.com/trace"] = self.trace_prefix + at.trace_id
            log_data["logging.googleapis.com/spanId"] = at.span_id
            log_data["correlationId"] = at.correlation_id
            if at.project_key:
                log_data["projectKey"] = at.project_key
            if at.user_id:
                log_data["userId"] = at.user_id
        extra: dict[str, Any] = {**message_dict}
        merge_record_extra(record, extra, reserved=_RESERVED)
        log_data.update({name: _hidden_if_secret(name, value) for name, value in extra.items()})
        if record.levelno >= logging.WARNING:
            log_data["logging.googleapis.com/sourceLocation"] = {
                "file": record.pathname,
                "line": str(record.lineno),
                "function": record.funcName,
            }


_RESERVED = {*RESERVED_ATTRS, "data"}  # celery puts a task's whole arguments into ``data``


def _hidden_if_secret(name: str, value: Any) -> Any:
    if _SECRET_NAME.search(name):
        return _HIDDEN
    if isinstance(value, str):
        return _without_secrets(value)
    if isinstance(value, dict):
        return {str(key): _hidden_if_secret(str(key), item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_hidden_if_secret("", item) for item in value]
    return value


def _without_secrets(text: str) -> str:
    return _SECRET_TEXT.sub(_HIDDEN, text)
