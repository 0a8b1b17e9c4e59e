"""How many documents a filter finds, counted again only after something was written to their collection.

SecantusDB reads and decodes the whole collection for each count.

SPDX-License-Identifier: GPL-2.0-only
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import bson

from cli.stack.mongo.descriptions import DescribedOnce

MOST = 1000
"""Counts that are remembered."""
Reply = Mapping[str, Any]
Handler = Callable[[dict[str, Any], Any], Reply]
Place = tuple[str, str]
"""A database and a collection."""


class Counts:
    """What was counted in collections since they were last written to, by all threads."""

    def __init__(self) -> None:
        self._writes: Counter[Place] = Counter()
        self._known: OrderedDict[tuple[Place, bytes], tuple[int, int]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, place: Place, filter: bytes, count: Callable[[], int]) -> int:
        """What is written while it counts makes the next one count again."""
        asked = place, filter
        with self._lock:
            writes = self._writes[place]
            known = self._known.get(asked)
        if known and known[0] == writes:
            return known[1]
        counted = count()
        with self._lock:
            self._known[asked] = writes, counted
            self._known.move_to_end(asked)
            while len(self._known) > MOST:
                self._known.popitem(last=False)
        return counted

    def written(self, places: set[Place]) -> None:
        with self._lock:
            self._writes.update(places)

    def forget(self) -> None:
        with self._lock:
            self._known.clear()


class CountedOnce(DescribedOnce):
    """Remembers counts."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._counts = Counts()
        super().__init__(*args, **kwargs)

    def count_matching(self, db: str, coll: str, filter: Mapping[str, Any] | None = None, **how: Any) -> int:
        if not filter or any(how.values()) or getattr(self._tls, "user_txn", None) is not None:
            return int(super().count_matching(db, coll, filter, **how))
        asked = bson.encode(filter)
        if b"$expr" in asked:  # which may ask what time it is
            return int(super().count_matching(db, coll, filter))
        return self._counts.of(
            (db, coll), asked, lambda: int(super(CountedOnce, self).count_matching(db, coll, filter))
        )

    def _note_write(self, db: str, coll: str) -> None:
        super()._note_write(db, coll)
        self._tls.writes_to = db, coll

    def _transaction_over(self) -> None:
        super()._transaction_over()
        if place := getattr(self._tls, "writes_to", None):
            self._counts.written({place})

    def commit_user_transaction(self, handle: Any, **kwargs: Any) -> Any:
        try:
            return super().commit_user_transaction(handle, **kwargs)
        finally:
            self._counts.written(set(handle.written))

    @contextmanager
    def _changing_indexes(self) -> Iterator[None]:
        """Of what is dropped or renamed, no count holds."""
        try:
            with super()._changing_indexes():
                yield
        finally:
            self._counts.forget()


def counted(aggregate: Handler) -> Handler:
    """The command ``aggregate``, which is how drivers ask for a count (``count_documents``)."""

    def command(asked: dict[str, Any], context: Any) -> Reply:
        wanted = _counted(asked)
        if wanted is None or not context.storage.collection_exists(context.db_name, asked["aggregate"]):
            return aggregate(asked, context)
        count = context.storage.count_matching(context.db_name, asked["aggregate"], wanted)
        rows = [{"_id": 1, "n": count}] if count else []
        cursor = {"firstBatch": rows, "id": 0, "ns": f"{context.db_name}.{asked['aggregate']}"}
        return {"cursor": cursor, "ok": 1.0}

    return command


def _counted(asked: Mapping[str, Any]) -> dict[str, Any] | None:
    """The filter, if that is all that is asked."""
    if asked.keys() & {"let", "collation", "hint", "explain"}:
        return None
    match asked:
        case {
            "aggregate": str(),
            "pipeline": [
                {"$match": dict(wanted)},
                {"$group": {"_id": 1, "n": {"$sum": 1}}},
            ],
        }:
            return wanted
    return None
