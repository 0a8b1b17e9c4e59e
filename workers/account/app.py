"""Account's worker pool."""

from apps.account.forgetting import end_what_is_over
from common.celery.worker import worker_for
from workers.account import business, customers, erasing, messages  # noqa: F401 (they declare what they listen to)

app = worker_for("account")


@app.task(name="account.end_what_is_over")
def hourly() -> None:
    end_what_is_over()
