"""The runner inside the worker pool of the service that owns the sagas: answers move runs on, a sweep mends
them."""

import logging
import threading
import time
from collections.abc import Mapping
from typing import Any

from celery import Celery, signals
from kombu.exceptions import OperationalError
from pymongo.errors import PyMongoError

from common.celery.tasks import again_later
from common.contracts import answered
from common.contracts.answered import Answered
from common.sagas.metrics import PARKED
from common.sagas.runner import Runner

logger = logging.getLogger(__name__)

SWEEP_EVERY_SECONDS = 1.0


def run_sagas(celery: Celery, runner: Runner) -> None:
    """Let this worker pool run the runner's sagas."""

    @celery.task(name=answered.TASK, bind=True)
    def move_on(task: Any, told: Mapping[str, Any]) -> None:
        try:
            runner.answered(Answered.from_json(told))
        except Exception as error:
            logger.warning("the answer to %s was not taken: %s", told.get("command"), error, exc_info=True)
            raise again_later(task, error, told) from error

    def start_sweeping(**_: Any) -> None:
        threading.Thread(target=_sweep_for_ever, args=(runner,), name="saga-sweep", daemon=True).start()

    signals.worker_ready.connect(start_sweeping, weak=False)


def _sweep_for_ever(runner: Runner) -> None:
    """In every process of the pool, so that a killed one is not waited for: a run is sent again by whoever
    counts its attempt first."""
    while True:
        try:
            runner.sweep()
            PARKED.set(runner.runs.count_parked())
        except (PyMongoError, OperationalError) as away:
            logger.warning("overdue sagas wait: %s", away)
        time.sleep(SWEEP_EVERY_SECONDS)
