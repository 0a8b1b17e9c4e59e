"""Product's worker pool."""

from apps.product.categories import below
from apps.product.neighbours import neighbours
from apps.product.product_discounts import following
from apps.product.products.following import follow_all
from apps.product.service import service
from common.celery.worker import worker_for
from workers.product import holding, returned_stock, stock  # noqa: F401 (they declare what they handle)

app = worker_for("product", neighbours)


@app.task(name="product.follow_discounts")
def follow_discounts() -> None:
    following.follow_all(service.sources)


@app.task(name="product.follow_categories")
def follow_categories() -> None:
    below.follow_all()


@app.task(name="product.follow_types")
def follow_types() -> None:
    follow_all()


@app.task(name="product.release_reserved")
def release_reserved() -> None:
    holding.release_what_is_over()
