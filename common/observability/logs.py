"""Logs as one JSON object a line, in the form Cloud Logging reads from standard output.

https://docs.cloud.google.com/logging/docs/structured-logging#structured_logging_special_fields
"""

import logging
import os
import re
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

import orjson

from common.observability import trail

_SECRET_NAME = re.compile(r"passw|secret|token|authorization|cookie|credential|api[_-]?key", re.IGNORECASE)
# Bearer and Basic credentials, passwords inside URLs, and tokens that commercetools puts into paths
_SECRET_TEXT = re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+|(?<=://)[^/\s:@]*:[^/\s@]+(?=@)|(?<=token=)[^&/\s\"']+")
_HIDDEN = "[hidden]"

# What every record has; the rest of its attributes is what the caller gave as ``extra``.
_OF_EVERY_RECORD = {*vars(logging.makeLogRecord({})), "message", "asctime"}
_LEFT_OUT = _OF_EVERY_RECORD | {"data"}  # in Celery's lines: a task's whole arguments


def log_as_json(service: str, level: str = "INFO", stream: TextIO | None = None) -> None:
    """Make this process write every log line as JSON, to standard output unless ``stream`` is given."""
    handler = logging.StreamHandler(stream or sys.stdout)
    handler.setFormatter(CloudLoggingFormatter(service))
    root = logging.getLogger()
    root.handlers[:] = [h for h in root.handlers if not isinstance(h.formatter, CloudLoggingFormatter)]
    root.addHandler(handler)
    root.setLevel(level.upper())
    logging.getLogger("werkzeug").setLevel(logging.WARNING)  # the access log of ours says it better


class CloudLoggingFormatter(logging.Formatter):
    """A record, its ``extra`` fields and the trail it belongs to; what looks like a secret is hidden."""

    def __init__(self, service: str) -> None:
        super().__init__()
        self.service = service
        project = os.environ.get("GOOGLE_CLOUD_PROJECT")
        self.trace_prefix = f"projects/{project}/traces/" if project else ""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "severity": record.levelname,  # Python's five names are five of Cloud Logging's
            "message": _without_secrets(self._message(record)),
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "service": self.service,
            "logger": record.name,
        }
        if at := trail.current():
            line |= self._trail(at)
        for name in record.__dict__.keys() - _LEFT_OUT:
            value = record.__dict__[name]
            line[name] = value if name == "httpRequest" else _hidden_if_secret(name, value)
        if record.levelno >= logging.WARNING and record.lineno:
            line["logging.googleapis.com/sourceLocation"] = {
                "file": record.pathname,
                "line": str(record.lineno),
                "function": record.funcName,
            }
        return orjson.dumps(line, default=str, option=orjson.OPT_NON_STR_KEYS).decode()

    def _message(self, record: logging.LogRecord) -> str:
        message = record.getMessage()
        if record.exc_info and not record.exc_text:
            record.exc_text = self.formatException(record.exc_info)
        return "\n".join(filter(None, (message, record.exc_text, record.stack_info)))

    def _trail(self, at: trail.Trail) -> dict[str, str]:
        facts = {
            "logging.googleapis.com/trace": self.trace_prefix + at.trace_id,
            "logging.googleapis.com/spanId": at.span_id,
            "correlationId": at.correlation_id,
        }
        if at.project_key:
            facts["projectKey"] = at.project_key
        if at.user_id:
            facts["userId"] = at.user_id
        return facts


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
