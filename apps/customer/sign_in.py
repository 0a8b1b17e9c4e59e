"""What signing in does beyond this service: what the time before left becomes the customer's.

The cart may be refused, and the sign-in with it; then orders and payments follow, and nobody refuses them.
"""

from celery import Celery
from flask import Flask

from common.contracts.sign_in import HandOverCart, HandOverOrders, SignedIn
from common.sagas import held
from common.sagas.held import Sagas
from common.sagas.runner import Runner
from common.sagas.saga import Saga, Step

sign_in = Saga(
    "sign-in",
    Step(HandOverCart),
    Step(HandOverOrders, if_needed=True),
    given=SignedIn,
    tells=("cart",),
)


def runner_of(celery: Celery) -> Runner:
    return held.runner_for("customer", [sign_in], celery)


def install(app: Flask, celery: Celery) -> Sagas:
    return held.install(app, runner_of(celery))
