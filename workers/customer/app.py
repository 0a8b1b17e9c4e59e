"""Customer's worker pool."""

from apps.customer.neighbours import neighbours
from common.celery.worker import worker_for

app = worker_for("customer", neighbours)
