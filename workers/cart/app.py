"""Cart's worker pool."""

from apps.cart.carts.ending import delete_what_is_over
from apps.cart.neighbours import neighbours
from apps.cart.reserve_on_cart import runner_of
from common.celery.worker import worker_for
from common.sagas.tasks import run_sagas
from workers.cart import erasing, ordering, reserving, signing_in  # noqa: F401 (they declare what they handle)

app = worker_for("cart", neighbours)
runner = runner_of(app)
run_sagas(app, runner)


@app.task(name="cart.delete_what_is_over")
def delete_carts() -> None:
    delete_what_is_over()


@app.task(name="cart.reserve_what_is_due")
def reserve_what_is_due() -> None:
    reserving.reserve_what_is_due(runner)
