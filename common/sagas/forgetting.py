"""How long finished runs and stored answers are kept: ``SAGAS_KEPT_DAYS``.

An answer is what makes a repeated command harmless, so it must outlive whatever can bring its command back: the
log of a topic (a week, unless Kafka is told otherwise) and dead letters (``DEAD_LETTERS_KEPT_DAYS``). The settings
see to that. Runs that are not over are never forgotten, nor those of which there is one for all time (an order is
cancelled once): where the run is known, its commands are not sent a second time.
"""

from datetime import datetime, timedelta
from typing import Any

from celery import Celery
from pymongo.collection import Collection

from common.database import database
from common.sagas import receivers, runs
from common.sagas.run import now
from common.settings import settings

TASK = "sagas.forget"
AT_ONCE = 500
FORGOTTEN_BY = {runs.COLLECTION: runs.SPENT_SINCE, receivers.COLLECTION: receivers.ANSWERED_AT}
"""Collection → the time that its days are counted from."""

Rows = Collection[dict[str, Any]]


def register_forgetting(celery: Celery) -> None:
    """Let this worker pool forget what its service kept long enough; beat says when (``workers.relay.app``)."""

    @celery.task(name=f"{TASK}.{celery.main}")
    def forget() -> None:
        before = now() - timedelta(days=settings().sagas_kept_days)
        for collection, field in FORGOTTEN_BY.items():
            forget_before(database(celery.main)[collection], field, before)


def forget_before(rows: Rows, field: str, before: datetime) -> int:
    """Delete what is older, in small bites, so that nobody waits for the database meanwhile; how many."""
    count = 0
    while ids := [row["_id"] for row in rows.find({field: {"$lt": before}}, {"_id": 1}).limit(AT_ONCE)]:
        count += rows.delete_many({"_id": {"$in": ids}}).deleted_count
    return count
