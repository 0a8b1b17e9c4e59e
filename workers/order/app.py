"""Order's worker pool: it runs the sagas, and receives those of their commands that are order's own."""

from apps.order.neighbours import neighbours
from apps.order.payments import asking_again
from apps.order.sagas import runner_of
from common.celery.worker import worker_for
from common.sagas.tasks import run_sagas
from workers.order import cancelling, creation, erasing, payment, signing_in  # noqa: F401 (they declare what they handle)

app = worker_for("order", neighbours)
run_sagas(app, runner_of(app))


@app.task(name=asking_again.TASK)
def ask_payment_services() -> None:
    asking_again.ask_again()
