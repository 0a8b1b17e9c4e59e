"""The sagas that order owns, where its web processes and its workers find them."""

from celery import Celery
from flask import Flask

from apps.order.cancel_order import cancel_order
from apps.order.erase_customer import erase_customer
from apps.order.import_order import import_order
from apps.order.place_order import place_order
from common.sagas import held
from common.sagas.held import EXTENSION, Sagas, current_sagas
from common.sagas.runner import Runner

__all__ = ["EXTENSION", "Sagas", "current_sagas", "install", "runner_of"]


def runner_of(celery: Celery) -> Runner:
    return held.runner_for("order", [place_order, import_order, cancel_order, erase_customer], celery)


def install(app: Flask, celery: Celery) -> Sagas:
    """Give the app's views their sagas."""
    return held.install(app, runner_of(celery))
