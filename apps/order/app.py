"""The order service as a Flask app, with the way its sagas' first commands leave the house."""

from celery import Celery
from flask import Flask

from apps.order import sagas
from apps.order.neighbours import neighbours
from apps.order.service import service
from common.celery.publishing import publish_writes
from common.http.app import create_app
from common.replicas.revocations import ReplicatedRevocations


def make_app(celery: Celery) -> Flask:
    app = create_app(service, ReplicatedRevocations(neighbours.replicas))
    sagas.install(app, celery)
    publish_writes("order", celery)
    return app
