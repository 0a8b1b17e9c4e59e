"""The app that the benchmark's workers run, the same on every transport."""

import os
import struct
import time
from pathlib import Path

from celery import Celery

import common.kafka  # noqa: F401

STAMP = struct.Struct("<dd")  # when a task was sent and when it started, in seconds


def make_bench_app(url: str) -> Celery:
    app = Celery("bench", broker=url, set_as_current=False)
    options = {
        "group_id": os.environ.get("BENCH_GROUP", "bench"),
        "partitions": 1,
        "replication_factor": 1,
        "session_timeout": 6,
        "forward_delayed": False,
    }
    if url.startswith("kafka:"):
        app.conf.update(broker_transport_options=options, worker_consumer="common.kafka.worker:Consumer")
    app.conf.update(
        task_acks_late=True,
        worker_prefetch_multiplier=16,
        broker_connection_retry_on_startup=True,
        task_ignore_result=True,
    )
    return app


app = make_bench_app(os.environ.get("BENCH_BROKER", "memory://"))
_journal = os.open(os.environ.get("BENCH_JOURNAL", os.devnull), os.O_WRONLY | os.O_APPEND | os.O_CREAT)


@app.task(name="noop")
def noop(sent: float) -> None:
    """Notes only that it ran, in one write."""
    os.write(_journal, STAMP.pack(sent, time.time()))


def stamps(journal: Path) -> list[tuple[float, float]]:
    """(sent, started) of each task that ran."""
    if not journal.exists():
        return []
    written = journal.read_bytes()
    return list(STAMP.iter_unpack(written[: len(written) // STAMP.size * STAMP.size]))
