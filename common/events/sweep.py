"""The sweep: what a crash, a full queue or an absent broker left in outboxes is sent by the relay.

It knows no resource: it looks at every collection that has the sparse index on ``_outboxSince``.
"""

import logging
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from pymongo.collection import Collection
from pymongo.database import Database

from common.events.backlog import collections_with_outboxes, waiting_in
from common.events.lease import hold
from common.events.metrics import OUTBOX_AGE, OUTBOX_DOCUMENTS
from common.events.outbox import Send, publish, waiting
from common.resources.document import Stored

logger = logging.getLogger(__name__)

GRACE_SECONDS = 3.0  # until then the process that wrote is about to send it
BATCH = 100  # documents
COLLECTIONS_REMEMBERED_SECONDS = 30.0


class Sweep:
    """Over one service's database."""

    def __init__(self, service: str, database: Database[Stored], topic: str, send: Send) -> None:
        self.service, self.database, self.topic, self.send = service, database, topic, send
        self._collections: list[Collection[Stored]] = []
        self._looked_at_seconds = float("-inf")

    def __call__(self, grace_seconds: float = GRACE_SECONDS) -> int:
        """Send everything older than the grace; how many documents that was.

        Raises where the broker is away. Costs one query per collection while nothing waits.
        """
        now = datetime.now(UTC)
        backlogs = {collection: waiting_in(collection) for collection in self.collections()}
        self._measure([backlog for backlog in backlogs.values() if backlog], now)
        before = now - timedelta(seconds=grace_seconds)
        return sum(
            self._sweep(collection, before)
            for collection, backlog in backlogs.items()
            if backlog and backlog[1] < before
        )

    def _sweep(self, collection: Collection[Stored], before: datetime) -> int:
        sent = 0
        for ids in self._due(collection, before):
            if not hold(self.database, f"sweep {collection.name}"):
                break
            outboxes = waiting(collection, ids)
            publish(collection, self.topic, outboxes, self.send)
            sent += len(outboxes)
        return sent

    def collections(self) -> list[Collection[Stored]]:
        if time.monotonic() - self._looked_at_seconds > COLLECTIONS_REMEMBERED_SECONDS:
            self._collections = collections_with_outboxes(self.database)
            self._looked_at_seconds = time.monotonic()
        return self._collections

    def _measure(self, backlogs: Sequence[tuple[int, datetime]], now: datetime) -> None:
        OUTBOX_DOCUMENTS.labels(self.service).set(sum(count for count, _ in backlogs))
        OUTBOX_AGE.labels(self.service).set(max(((now - since).total_seconds() for _, since in backlogs), default=0))

    @staticmethod
    def _due(collection: Collection[Stored], before: datetime) -> Iterator[list[str]]:
        """Batches of ids, the oldest first; each id once, so that one that cannot be told does not
        come for ever.
        """
        seen: list[str] = []
        while True:
            due = {"_outboxSince": {"$lt": before}, "_id": {"$nin": seen}}
            ids = [found["_id"] for found in collection.find(due, {"_id": 1}).sort("_outboxSince").limit(BATCH)]
            if not ids:
                return
            yield ids
            seen += ids
