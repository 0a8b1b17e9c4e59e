"""The sagas that order owns, where its web processes and its workers find them."""

from dataclasses import dataclass
from typing import Any, cast

from celery import Celery
from flask import Flask, current_app
from pymongo.collection import Collection

from apps.order.place_order import place_order
from common.celery.sending import command_sender
from common.database import database
from common.sagas.runner import Runner
from common.sagas.runs import COLLECTION, Runs
from common.sagas.waiting import Waiting

EXTENSION = "ms-commerce-sagas"


@dataclass(frozen=True)
class Sagas:
    """One process's hold on them: start them, and wait for their end."""

    runner: Runner
    waiting: Waiting

    @property
    def runs(self) -> Runs:
        return self.runner.runs


def runner_of(celery: Celery) -> Runner:
    runs = Runs(cast("Collection[dict[str, Any]]", database("order")[COLLECTION]))
    return Runner([place_order], runs, command_sender(celery))


def install(app: Flask, celery: Celery) -> Sagas:
    """Give the app's views their sagas."""
    runner = runner_of(celery)
    app.extensions[EXTENSION] = sagas = Sagas(runner, Waiting(runner.runs))
    return sagas


def current_sagas() -> Sagas:
    sagas: Sagas = current_app.extensions[EXTENSION]
    return sagas
