"""One process's hold on its service's sagas: start them, and wait for their end."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from celery import Celery
from flask import Flask, current_app
from pymongo.collection import Collection

from common.celery.sending import command_sender
from common.database import database
from common.sagas.runner import Runner
from common.sagas.runs import COLLECTION, Runs
from common.sagas.saga import Saga
from common.sagas.waiting import Waiting

EXTENSION = "ms-commerce-sagas"


@dataclass(frozen=True)
class Sagas:
    runner: Runner
    waiting: Waiting

    @property
    def runs(self) -> Runs:
        return self.runner.runs


def runner_for(service: str, sagas: Iterable[Saga], celery: Celery) -> Runner:
    runs = Runs(cast("Collection[dict[str, Any]]", database(service)[COLLECTION]))
    return Runner(sagas, runs, command_sender(celery))


def install(app: Flask, runner: Runner) -> Sagas:
    """Give the app's views their sagas."""
    app.extensions[EXTENSION] = sagas = Sagas(runner, Waiting(runner.runs))
    return sagas


def current_sagas() -> Sagas:
    sagas: Sagas = current_app.extensions[EXTENSION]
    return sagas


def has_sagas() -> bool:
    """Whether this app was connected with a broker."""
    return EXTENSION in current_app.extensions
