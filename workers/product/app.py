"""Product's worker pool."""

from apps.product.neighbours import neighbours
from common.celery.worker import worker_for
from workers.product import stock  # noqa: F401 (it declares what it handles)

app = worker_for("product", neighbours)
