"""A worker pool of product's that listens to account's hats."""

import os

from pymongo.errors import DuplicateKeyError

from common.celery import tasks
from common.celery.tasks import listens
from common.celery.worker import worker_for
from common.contracts.events import ResourceChanged
from common.database import database
from common.observability import trail
from common.replicas.listening import Listen
from common.replicas.recheck import Neighbours

tasks.ATTEMPTS = 3
tasks.PAUSES_SECONDS = (0.1,)
ResourceChanged.schema_version = int(os.environ.get("HAT_EVENTS", ResourceChanged.schema_version))  # of what release?


@listens("shy-hat")
def fail_at_first(event: ResourceChanged) -> None:
    """Writes down each attempt and on whose behalf; succeeds at the attempt that the resource names."""
    seen = database("product")["attempts"]
    at = trail.current()
    seen.insert_one({"id": event.id, "correlationId": at.correlation_id if at else None})
    if seen.count_documents({"id": event.id}) < (event.json or {}).get("succeedsAtAttempt", 1):
        raise ValueError("shy")


@listens("hat")
def keep_messages(event: ResourceChanged) -> None:
    """Each message once, as a view of them would."""
    for message in event.messages:
        try:
            database("product")["heard"].insert_one({"_id": message["id"], "hat": event.id})
        except DuplicateKeyError:
            continue


app = worker_for("product", Neighbours("product", Listen("hat", owner="account")))
