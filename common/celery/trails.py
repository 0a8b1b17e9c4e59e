"""Carries a request's trail into the tasks it sends, and into the tasks those send.

Importing this connects it to every Celery app of the process.
"""

from typing import Any

from celery import signals, states

from common.observability import trail
from common.observability.tracing import Span


@signals.before_task_publish.connect
def put_in(headers: dict[str, Any] | None = None, **_: Any) -> None:
    """Headers that the sender gave win: an event is sent on the trail of its write, not of its publisher."""
    if headers is not None:
        for name, value in trail.carried().items():
            headers.setdefault(name, value)


@signals.task_prerun.connect
def follow(task: Any, **_: Any) -> None:
    """Before the task runs; Celery's own word that it succeeded is still on the trail."""
    span = Span(task.name, "CONSUMER", trail.from_message(task.request.headers or {}), {"messaging.system": "kafka"})
    task.request.trail = span, trail.begin(span.trail)


@signals.task_postrun.connect
def leave(task: Any, state: str | None = None, **_: Any) -> None:
    if followed := getattr(task.request, "trail", None):
        span, token = followed
        span.end(state == states.FAILURE)
        trail.end(token)
