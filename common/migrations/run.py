"""Migrations of one service, in batches, as far as they are not done. Killed, it goes on from the last batch.

The first pass runs before new code (Helm's hook). Old code goes on writing after it, so once nothing old runs any more
a closing pass looks at what still needs the change and at what was written since the first began: then it is finished.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pymongo import UpdateOne
from pymongo.collection import Collection

from common.database import database
from common.migrations.migration import Migration
from common.resources.collection import ALIVE
from common.resources.document import Stored, collection_of
from common.resources.messages import changed_entry
from common.resources.write import OUTBOX_HAS_ROOM, size_at_rest, tell
from common.service import Service
from common.wire.times import as_text

COLLECTION = "migrations"
BATCH = 100
TRIES = 100
"""How often others may write to a row while we want to."""


class NotYet(RuntimeError):
    """A sentence for the operator."""


def run(service: Service, finishing: bool) -> Iterator[str]:
    """Do what is to be done; yields a line for each migration and each batch. NotYet where one has to wait."""
    for migration in service.migrations:
        yield from _Run(service, migration).passes(finishing)


def state(service: Service) -> Iterator[tuple[str, Stored]]:
    """Each migration by name, and what is written down of it."""
    for migration in service.migrations:
        yield migration.name, database(service.name)[COLLECTION].find_one({"_id": migration.name}) or {}


class _Run:
    """``{_id: name, begunAt, at: the last row of the last batch, changed, passedAt, finishedAt}`` is written down."""

    def __init__(self, service: Service, migration: Migration) -> None:
        self.name, self.migration = f"{service.name}: {migration.name}", migration
        self.records: Collection[dict[str, Any]] = database(service.name)[COLLECTION]
        self.rows = collection_of(migration.card.document)

    def passes(self, finishing: bool) -> Iterator[str]:
        record = self._begun()
        if "finishedAt" in record:
            return
        if "passedAt" not in record:
            yield from self._one_pass(record, dict(self.migration.todo))
            record = self._written({"$set": {"passedAt": datetime.now(UTC)}, "$unset": {"at": ""}})
        if not finishing:
            yield f"{self.name}: passed; `ms-commerce migrate --finish` once nothing old runs any more"
            return
        written_since = {"lastModifiedAt": {"$gte": as_text(record["begunAt"])}}
        yield from self._one_pass(record, {"$or": [dict(self.migration.todo), written_since]})
        if left := self._left():
            raise NotYet(f"{self.name}: {left} rows are in use or have too much to tell. Finish it again in a moment.")
        record = self._written({"$set": {"finishedAt": datetime.now(UTC)}, "$unset": {"at": ""}})
        yield f"{self.name}: finished, {record.get('changed', 0)} rows changed"

    def _begun(self) -> Stored:
        after = self.migration.after
        if after and not self.records.count_documents({"_id": after, "finishedAt": {"$exists": True}}):
            raise NotYet(f"{self.name} comes after {after!r}, which is not finished: `ms-commerce migrate --finish`.")
        begun = {"$setOnInsert": {"begunAt": datetime.now(UTC)}}
        self.records.update_one({"_id": self.migration.name}, begun, upsert=True)
        return self.records.find_one({"_id": self.migration.name}) or {}

    def _written(self, change: dict[str, Any]) -> Stored:
        self.records.update_one({"_id": self.migration.name}, change)
        return self.records.find_one({"_id": self.migration.name}) or {}

    def _one_pass(self, record: Stored, wanted: dict[str, Any]) -> Iterator[str]:
        at = record.get("at", "")
        while batch := list(self.rows.find({"_id": {"$gt": at}, **wanted, **ALIVE}).sort("_id", 1).limit(BATCH)):
            changed = self._brought(batch)
            at = batch[-1]["_id"]
            self._written({"$max": {"at": at}, "$inc": {"changed": changed}})
            yield f"{self.name}: {changed} of {len(batch)} rows changed, up to {at}"

    def _brought(self, rows: list[Stored]) -> int:
        """How many had to be changed; what others write at the same time is never lost, only read again."""
        count, ids = 0, [row["_id"] for row in rows]
        for _ in range(TRIES):
            wanted = [(row, change) for row in rows if (change := self._change(row)) and _is_free(row, change)]
            if not wanted:
                return count
            writes = [self._write(row, change) for row, change in wanted]
            matched = self.rows.bulk_write(writes, ordered=False).matched_count
            count += matched
            for row, change in wanted:
                if _is_told(change):
                    tell(self.migration.card.document, row["_id"])
            if matched == len(wanted):
                return count
            rows = list(self.rows.find({"_id": {"$in": ids}, **ALIVE}))
        raise NotYet(f"{self.name}: rows up to {ids[-1]} are written to without end.")

    def _change(self, row: Stored) -> Stored:
        return {name: value for name, value in self.migration.change(row).items() if row.get(name) != value}

    def _write(self, row: Stored, change: Stored) -> UpdateOne:
        """Only if nobody wrote to it since, neither a new version nor, privately, what is to be changed."""
        guard = {"_id": row["_id"], "version": row["version"], **ALIVE}
        guard |= {name: row.get(name) for name in change if name.startswith("_")}
        kept = {name: value for name, value in change.items() if value is not None}
        gone = dict.fromkeys(change.keys() - kept.keys(), "")
        update: dict[str, Any] = ({"$set": kept} if kept else {}) | ({"$unset": gone} if gone else {})
        if _is_told(change):  # so it is a version more, and an event
            guard |= {"_claim": None, **OUTBOX_HAS_ROOM}
            entries = [changed_entry(self.migration.card.type_id)]
            update["$push"] = {"_outbox": {"$each": entries}}
            update["$min"] = {"_outboxSince": datetime.now(UTC)}
            update["$inc"] = {"version": 1, "_outboxBytes": size_at_rest(entries)}
        return UpdateOne(guard, update)

    def _left(self) -> int:
        return sum(1 for row in self.rows.find({**self.migration.todo, **ALIVE}) if self._change(row))


def _is_told(change: Stored) -> bool:
    """Whether clients and replicas see it."""
    return any(not name.startswith("_") for name in change)


def _is_free(row: Stored, change: Stored) -> bool:
    """A cart that is being ordered keeps its version until that is over."""
    return "_claim" not in row or not _is_told(change)
