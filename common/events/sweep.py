"""The sweep: what a crash, a full queue or an absent broker left in outboxes is sent by the relay.

It knows no resource: it looks at every collection that has the sparse index on ``_outboxSince``.
"""

import logging
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from pymongo.collection import Collection
from pymongo.database import Database

from common.events.lease import hold
from common.events.metrics import OUTBOX_AGE, OUTBOX_DOCUMENTS
from common.events.outbox import AWARE, Send, publish, waiting
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
        """Send everything older than the grace; how many documents that was. Raises where the broker
        is away.
        """
        sent = 0
        self.measure()
        for collection in self.collections():
            for ids in self._due(collection, datetime.now(UTC) - timedelta(seconds=grace_seconds)):
                if not hold(self.database, f"sweep {collection.name}"):
                    break
                outboxes = waiting(collection, ids)
                publish(collection, self.topic, outboxes, self.send)
                sent += len(outboxes)
        return sent

    def collections(self) -> list[Collection[Stored]]:
        if time.monotonic() - self._looked_at_seconds > COLLECTIONS_REMEMBERED_SECONDS:
            names = self.database.list_collection_names()
            self._collections = [self.database[name] for name in sorted(names) if self._has_outboxes(name)]
            self._looked_at_seconds = time.monotonic()
        return self._collections

    def measure(self) -> None:
        """How much waits in this service's outboxes, and for how long the oldest of it."""
        count, oldest = 0, datetime.now(UTC)
        for collection in self.collections():
            aware = collection.with_options(codec_options=AWARE)
            if number := aware.count_documents({"_outboxSince": {"$exists": True}}):
                count += number
                for first in aware.find({"_outboxSince": {"$exists": True}}).sort("_outboxSince").limit(1):
                    oldest = min(oldest, first["_outboxSince"])
        OUTBOX_DOCUMENTS.labels(self.service).set(count)
        OUTBOX_AGE.labels(self.service).set((datetime.now(UTC) - oldest).total_seconds())

    def _has_outboxes(self, name: str) -> bool:
        indexes = self.database[name].index_information()
        return any([field for field, _ in index["key"]] == ["_outboxSince"] for index in indexes.values())

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
