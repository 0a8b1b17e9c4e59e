"""Makes the reason of a ``Reject`` reach the dead letter: Celery hands the transport only the verdict."""

from typing import Any

from celery.app.task import Task
from celery.exceptions import Reject
from celery.worker.request import Request


class ReasonedRequest(Request):
    def on_failure(self, exc_info: Any, *args: Any, **kwargs: Any) -> Any:
        problem = exc_info.exception
        problem = getattr(problem, "exc", problem)  # a process pool wraps it
        if isinstance(problem, Reject):
            self.message.rejection = str(problem.args[0])
        return super().on_failure(exc_info, *args, **kwargs)


class ReasonedTask(Task):  # type: ignore[type-arg]
    abstract = True
    Request = "common.celery.rejections:ReasonedRequest"
