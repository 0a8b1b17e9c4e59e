"""What signing in does beyond this service: the cart that was filled before becomes the customer's."""

from celery import Celery
from flask import Flask

from common.contracts.sign_in import HandOverCart, SignedIn
from common.sagas import held
from common.sagas.held import Sagas
from common.sagas.runner import Runner
from common.sagas.saga import Saga, Step

sign_in = Saga("sign-in", Step(HandOverCart), given=SignedIn, tells=("cart",))


def runner_of(celery: Celery) -> Runner:
    return held.runner_for("customer", [sign_in], celery)


def install(app: Flask, celery: Celery) -> Sagas:
    return held.install(app, runner_of(celery))
