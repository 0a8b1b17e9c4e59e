"""Carries a request's trail into the tasks it sends, and into the tasks those send.

Importing this connects it to every Celery app of the process.
"""

from typing import Any

from celery import signals

from common.observability import trail


@signals.before_task_publish.connect
def put_in(headers: dict[str, Any] | None = None, **_: Any) -> None:
    """Headers that the sender gave win: an event is sent on the trail of its write, not of its publisher."""
    if headers is not None:
        for name, value in trail.carried().items():
            headers.setdefault(name, value)


@signals.task_prerun.connect
def follow(task: Any, **_: Any) -> None:
    """Before the task runs; Celery's own word that it succeeded is still on the trail."""
    task.request.trail = trail.begin(trail.from_message(task.request.headers or {}))


@signals.task_postrun.connect
def leave(task: Any, **_: Any) -> None:
    if token := getattr(task.request, "trail", None):
        trail.end(token)
