"""Cart's worker pool."""

from apps.cart.carts.ending import delete_what_is_over
from apps.cart.neighbours import neighbours
from common.celery.worker import worker_for
from workers.cart import erasing, ordering, signing_in  # noqa: F401 (they declare what they handle)

app = worker_for("cart", neighbours)


@app.task(name="cart.delete_what_is_over")
def delete_carts() -> None:
    delete_what_is_over()
