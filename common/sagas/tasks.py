"""The runner inside the worker pool of the service that owns the sagas: answers move runs on, a sweep mends
them."""

import logging
import threading
from collections.abc import Mapping
from typing import Any

from celery import Celery, signals
from kombu.exceptions import OperationalError
from pymongo.errors import PyMongoError

from common.celery.tasks import again_later, take_own_answers
from common.contracts import answered
from common.contracts.answered import Answered
from common.sagas.metrics import PARKED
from common.sagas.runner import Runner

logger = logging.getLogger(__name__)

SWEEP_EVERY_SECONDS = 1.0


def run_sagas(celery: Celery, runner: Runner) -> None:
    """Let this worker pool run the runner's sagas."""

    @celery.task(name=answered.TASK, bind=True, send_events=False)  # in Flower the commands tell enough
    def move_on(task: Any, told: Mapping[str, Any]) -> None:
        try:
            runner.answered(Answered.from_json(told))
        except Exception as error:
            logger.warning("the answer to %s was not taken: %s", told.get("command"), error, exc_info=True)
            raise again_later(task, error, told) from error

    take_own_answers(celery.main, runner.answered)
    over = threading.Event()

    def start_sweeping(sender: Any, **_: Any) -> None:
        if sender.app is celery:  # a process may hold several apps in tests
            threading.Thread(target=_sweep_until, args=(over, runner), name="saga-sweep", daemon=True).start()

    def stop_sweeping(sender: Any, **_: Any) -> None:
        if sender.app is celery:
            over.set()

    signals.worker_ready.connect(start_sweeping, weak=False)
    signals.worker_shutdown.connect(stop_sweeping, weak=False)


def _sweep_until(over: threading.Event, runner: Runner) -> None:
    """In every process of the pool, so that a killed one is not waited for: a run is sent again by whoever
    counts its attempt first."""
    while not over.wait(SWEEP_EVERY_SECONDS):
        try:
            runner.sweep()
            PARKED.set(runner.runs.count_parked())
        except (PyMongoError, OperationalError) as away:
            logger.warning("overdue sagas wait: %s", away)
