"""How many documents a filter finds, counted again only after something was written to their collection.

SecantusDB reads and decodes the whole collection for each count.

SPDX-License-Identifier: GPL-2.0-only
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any

import bson

from cli.stack.mongo.until_written import KnowsWrites, Place

Reply = Mapping[str, Any]
Handler = Callable[[dict[str, Any], Any], Reply]


class CountedOnce(KnowsWrites):
    """Remembers counts; who asks while somebody counts waits for that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._counting: defaultdict[Place, threading.Lock] = defaultdict(threading.Lock)
        super().__init__(*args, **kwargs)

    def count_matching(self, db: str, coll: str, filter: Mapping[str, Any] | None = None, **how: Any) -> int:
        if not filter or any(how.values()) or self._sees_its_own:
            return int(super().count_matching(db, coll, filter, **how))
        question = bson.encode(filter)
        if b"$expr" in question:  # which may ask what time it is
            return int(super().count_matching(db, coll, filter))
        _, known = self._answers.of((db, coll), question)
        if known is None:
            with self._counting[db, coll]:
                writes, known = self._answers.of((db, coll), question)
                if known is None:
                    known = int(super().count_matching(db, coll, filter))
                    self._answers.keep((db, coll), question, writes, known)
        return int(known)


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
