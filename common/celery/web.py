"""A web process on Kafka: what it writes is told at once, and it may send commands."""

from celery import Celery
from flask import Flask

from common.celery.app import make_celery
from common.celery.publishing import publish_writes


def join(app: Flask, service: str) -> Celery:
    """Called by ``apps/<service>/wsgi.py``; without it (in tests) changes stay in their outboxes."""
    celery = make_celery(service)
    publish_writes(service, celery)
    app.extensions["celery"] = celery
    return celery
