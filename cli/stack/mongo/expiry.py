"""What has expired, found by the index that says when it does.

SecantusDB reads and decodes every document of each collection that has such an index, once a minute, while everybody
else waits for its lock: for seconds, with some ten thousand carts.

SPDX-License-Identifier: GPL-2.0-only
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from secantus.storage import Storage


class ExpiresByIndex(Storage):
    """Deletes what it finds like anybody else's ``deleteMany``."""

    def prune_ttl(self, db: str, coll: str, *, now: datetime | None = None) -> int:
        """How many documents were deleted."""
        expired = [*_expired(self._iter_indexes(db, coll), now or datetime.now(UTC))]
        return sum(int(self.delete_matching(db, coll, one)) for one in expired)


def _expired(indexes: Any, now: datetime) -> Iterator[dict[str, Any]]:
    """By indexes of one field that is not the id, as MongoDB has it; of those, what a partial one holds."""
    for _, key, options in indexes:
        seconds = options.get("expireAfterSeconds")
        if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds >= 0:
            continue
        match list(key.items()):
            case [(str(field), 1 | -1)] if field != "_id":
                yield {**_held(options), field: {"$lt": _before(now, seconds)}}


def _held(options: Mapping[str, Any]) -> Mapping[str, Any]:
    return options.get("partialFilterExpression") or {}


def _before(now: datetime, seconds: float) -> datetime:
    try:
        return now - timedelta(seconds=seconds)
    except OverflowError:  # never
        return datetime.min.replace(tzinfo=UTC)
