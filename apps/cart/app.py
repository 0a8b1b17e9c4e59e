"""The cart service as a Flask app."""

from celery import Celery
from flask import Flask

from apps.cart.neighbours import neighbours
from apps.cart.service import service
from common.celery.publishing import publish_writes
from common.http.app import create_app
from common.replicas.revocations import ReplicatedRevocations


def make_app(celery: Celery) -> Flask:
    app = create_app(service, ReplicatedRevocations(neighbours.replicas))
    publish_writes("cart", celery)
    return app
