"""The Celery app that the workers of these tests run; `Lab` (conftest.py) tells it everything by its environment."""

import json
import os
import signal
import time
from pathlib import Path
from typing import Any

from celery import Celery, Task, signals
from celery.exceptions import Reject
from kombu import Exchange, Queue
from kombu.common import Broadcast
from prometheus_client import start_http_server

import common.kafka

JOURNAL = Path(os.environ.get("JOURNAL", "/dev/null"))


def make_app(environ: Any = os.environ) -> Celery:
    app = Celery("kafka-tests", broker=environ.get("BROKER", "kafka://localhost"), set_as_current=False)
    app.conf.update(
        broker_transport_options=json.loads(environ.get("TRANSPORT_OPTIONS", "{}")),
        task_default_queue=environ.get("QUEUE", "celery"),
        broker_connection_retry_on_startup=True,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        worker_prefetch_multiplier=int(environ.get("PREFETCH", "4")),
        worker_cancel_long_running_tasks_on_connection_loss=False,
        task_publish_retry=False,
        task_send_sent_event=True,
        **json.loads(environ.get("CONF", "{}")),
    )
    if to_all := environ.get("BROADCAST"):
        app.conf.task_queues = (Broadcast(to_all), Queue(environ["QUEUE"]))
    if exchange := environ.get("TOPIC_EXCHANGE"):
        app.conf.task_queues = (Queue(environ["QUEUE"], Exchange(exchange, type="topic"), routing_key="news.#"),)
        app.conf.task_default_queue = f"not-{environ['QUEUE']}"
    common.kafka.ensure_ours(app)
    return app


app = make_app()


@signals.worker_init.connect
def serve_metrics(**_: Any) -> None:
    if port := os.environ.get("METRICS_PORT"):
        start_http_server(int(port), "127.0.0.1")


def note(event: str, number: Any) -> None:
    """One line of the journal, whole even if the process is killed right after."""
    with JOURNAL.open("a") as journal:
        journal.write(f"{event} {number} {os.getpid()} {time.time()}\n")


@app.task(name="run")
def run(number: int) -> None:
    note("ran", number)


@app.task(name="run_until")
def run_until(number: int, path: str) -> None:
    """Runs until a file exists."""
    note("began", number)
    while not Path(path).exists():
        time.sleep(0.02)
    note("ran", number)


@app.task(name="run_for")
def run_for(number: int, seconds: float) -> None:
    note("began", number)
    time.sleep(seconds)
    note("ran", number)


@app.task(name="give_back", bind=True)
def give_back(self: Task, number: int, times: int) -> None:  # type: ignore[type-arg]
    """Rejects itself so often before it runs."""
    note("began", number)
    if int(self.request.get("redeliveries") or 0) < times:
        raise Reject("not yet", requeue=True)
    note("ran", number)


@app.task(name="refuse")
def refuse(number: int) -> None:
    note("began", number)
    raise Reject("never", requeue=False)


@app.task(name="retry_once", bind=True, max_retries=3)
def retry_once(self: Task, number: int, countdown: float) -> None:  # type: ignore[type-arg]
    note("began", number)
    if not self.request.retries:
        raise self.retry(countdown=countdown)
    note("ran", number)


@app.task(name="kill_its_process")
def kill_its_process(number: int) -> None:
    """On prefork the pool's process, elsewhere the whole worker."""
    note("began", number)
    os.kill(os.getpid(), signal.SIGKILL)
