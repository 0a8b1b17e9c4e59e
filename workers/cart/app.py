"""Cart's worker pool."""

from apps.cart.neighbours import neighbours
from common.celery.worker import worker_for
from workers.cart import ordering  # noqa: F401 (it declares what it handles)

app = worker_for("cart", neighbours)
