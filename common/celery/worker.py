"""A worker pool of a service, put together. ``workers/product/app.py`` reads

    import workers.product.stock  # its @handles
    app = worker_for("product", neighbours)

and ``ms-commerce work product`` runs it.
"""

import logging
from typing import Any

from celery import Celery, signals

from common.celery.app import make_celery
from common.celery.publishing import publish_writes
from common.celery.rebuilding import register_rebuilding
from common.celery.tasks import hear, register
from common.database import connect
from common.observability import log_as_json, tracing
from common.replicas.keep import Keep
from common.replicas.recheck import Neighbours
from common.sagas.forgetting import register_forgetting
from common.settings import settings


def worker_for(service: str, neighbours: Neighbours | None = None) -> Celery:
    """Connected to the service's database, keeping its replicas, with every handler declared so far."""
    tracing.start(f"worker-{service}")  # before it connects: a client of MongoDB is watched from its beginning or never
    connect(service)
    celery = make_celery(service)
    if neighbours:
        hear("replicas", Keep(neighbours), [listen.about for listen in neighbours.replicas.listens.values()])
        register_rebuilding(celery, neighbours)
    register(celery)
    register_forgetting(celery)
    publish_writes(service, celery)
    log_as_json_in(f"worker-{service}")
    return celery


def log_as_json_in(name: str) -> None:
    """Once this process turns out to be a worker or beat; merely importing the app sets up nothing."""

    def log(**_: Any) -> None:
        log_as_json(name, settings().log_level)
        logging.getLogger("celery.worker.strategy").setLevel(logging.WARNING)  # "received"; "succeeded" follows

    signals.setup_logging.connect(log, weak=False)
