"""A worker pool of a service, put together.

# workers/product/app.py
import workers.product.stock  # its @handles
celery = worker_for(service, neighbours)
"""

from typing import Any

from celery import Celery, signals

from common.celery.app import make_celery
from common.celery.publishing import publish_writes
from common.celery.tasks import hear, register
from common.database import connect
from common.observability import log_as_json
from common.observability.metrics import serve_metrics
from common.replicas.keep import Keep
from common.replicas.recheck import Neighbours
from common.services import table
from common.settings import settings


def worker_for(service: str, neighbours: Neighbours | None = None) -> Celery:
    """Connected to the service's database, keeping its replicas, with every handler declared so far."""
    connect(service)
    celery = make_celery(service)
    if neighbours:
        hear("replicas", Keep(neighbours), neighbours.replicas.listens)
    register(celery)
    publish_writes(service, celery)
    observe_worker(f"worker-{service}", table()[service].worker.metrics_port)
    return celery


def observe_worker(name: str, metrics_port: int) -> None:
    """Log and measure this process once it turns out to be a worker; merely importing the app does
    neither.
    """

    def log(**_: Any) -> None:
        log_as_json(name, settings().log_level)

    def measure(**_: Any) -> None:
        serve_metrics(settings().port + metrics_port, settings().host)

    signals.setup_logging.connect(log, weak=False)
    signals.worker_init.connect(measure, weak=False)
