"""How tasks fare: their number, run time and end, in every worker.

Importing this connects it to every Celery app of the process.
"""

import time
from typing import Any

from celery import signals
from prometheus_client import Histogram

SECONDS = Histogram(
    "celery_task_seconds",
    "Run time of tasks, and by its count how many ended how",
    ["task", "state"],
    buckets=(0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
)


@signals.task_prerun.connect
def start(task: Any, **_: Any) -> None:
    task.request.started = time.perf_counter()


@signals.task_postrun.connect
def end(task: Any, state: str | None = None, **_: Any) -> None:
    if started := getattr(task.request, "started", None):
        SECONDS.labels(task.name, state or "UNKNOWN").observe(time.perf_counter() - started)
