"""What waits in the outboxes of a database: the collections that have the sparse index on ``_outboxSince``."""

from datetime import datetime

from pymongo.collection import Collection
from pymongo.database import Database

from common.events.outbox import AWARE
from common.resources.document import Stored

UNTOLD = {"_outboxSince": {"$exists": True}}


def collections_with_outboxes(database: Database[Stored]) -> list[Collection[Stored]]:
    return [database[name] for name in sorted(database.list_collection_names()) if _has_outboxes(database[name])]


def waiting_in(collection: Collection[Stored]) -> tuple[int, datetime] | None:
    """How many documents have something to tell, and since when the first of them; None if none has."""
    aware = collection.with_options(codec_options=AWARE)
    for oldest in aware.find(UNTOLD, {"_outboxSince": 1}).sort("_outboxSince").limit(1):
        return aware.count_documents(UNTOLD), oldest["_outboxSince"]
    return None


def _has_outboxes(collection: Collection[Stored]) -> bool:
    return any(
        [field for field, _ in index["key"]] == ["_outboxSince"] for index in collection.index_information().values()
    )
