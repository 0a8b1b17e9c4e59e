"""Customer's worker pool: it hears of nothing yet, but is there, so that the platform is whole."""

from common.celery.worker import worker_for

app = worker_for("customer")
