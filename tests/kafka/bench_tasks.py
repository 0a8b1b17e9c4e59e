"""The app that the benchmark's workers run, the same on every transport."""

import os
import time
from pathlib import Path

from celery import Celery

import common.kafka  # noqa: F401

JOURNAL = Path(os.environ.get("BENCH_JOURNAL", "/dev/null"))


def make_bench_app(url: str) -> Celery:
    app = Celery("bench", broker=url, set_as_current=False)
    options = {
        "group_id": "bench",
        "partitions": 1,
        "replication_factor": 1,
        "session_timeout": 6,
        "forward_delayed": False,
    }
    app.conf.update(
        broker_transport_options=options if url.startswith("kafka:") else {},
        task_acks_late=True,
        worker_prefetch_multiplier=16,
        broker_connection_retry_on_startup=True,
        task_ignore_result=True,
    )
    return app


app = make_bench_app(os.environ.get("BENCH_BROKER", "memory://"))


@app.task(name="noop")
def noop(sent: float) -> None:
    """Notes only how long it was on its way."""
    with JOURNAL.open("a") as journal:
        journal.write(f"{time.time() - sent if sent else 0}\n")
