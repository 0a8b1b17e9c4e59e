"""What filling a cart does beyond this service: its stock is reserved (inventory mode ReserveOnCart).

There is one run per cart at a time, and each tells all that the cart wants, so nothing has to be taken back.
"""

from celery import Celery
from flask import Flask

from common.contracts.reserving import HoldStock, NoteStock, ReserveOnCart
from common.sagas import held
from common.sagas.held import Sagas
from common.sagas.runner import Runner
from common.sagas.saga import Saga, Step

reserve_on_cart = Saga("reserve-on-cart", Step(HoldStock), Step(NoteStock), given=ReserveOnCart, tells=("held",))


def runner_of(celery: Celery) -> Runner:
    return held.runner_for("cart", [reserve_on_cart], celery)


def install(app: Flask, celery: Celery) -> Sagas:
    return held.install(app, runner_of(celery))
