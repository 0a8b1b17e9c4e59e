"""Customer's worker pool: it runs the saga of signing in."""

from apps.customer.neighbours import neighbours
from apps.customer.sign_in import runner_of
from common.celery.worker import worker_for
from common.sagas.tasks import run_sagas

app = worker_for("customer", neighbours)
run_sagas(app, runner_of(app))
