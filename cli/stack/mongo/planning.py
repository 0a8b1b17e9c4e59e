"""Planning that is done once, or not at all.

SecantusDB asks itself at each operation, some ten times, which indexes are partial, sparse or unique, and looks for the
best of them also where the filter names an ``_id``: a quarter of an update's time.

SPDX-License-Identifier: GPL-2.0-only
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from cli.stack.mongo.descriptions import DescribedOnce, Description

Options = dict[str, dict[str, Any]]


class Told(NamedTuple):
    """All that is asked about the indexes of a collection, for whoever only reads it."""

    indexes: tuple[Description, ...]
    """What it was worked out from: as long as this is the same, all is."""
    all: list[tuple[str, dict[str, Any], bool, bool]]
    partials: Options
    options: Options


class PlannedOnce(DescribedOnce):
    """Remembers what descriptions of indexes say; finds what has an ``_id`` by that."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._told: dict[tuple[str, str], Told] = {}
        super().__init__(*args, **kwargs)

    def _all_indexes(self, db: str, coll: str) -> list[tuple[str, dict[str, Any], bool, bool]]:
        return self._indexes_told(db, coll).all

    def _partial_filters(self, db: str, coll: str) -> Options:
        return self._indexes_told(db, coll).partials

    def _index_options_map(self, db: str, coll: str) -> Options:
        return self._indexes_told(db, coll).options

    def _indexes_told(self, db: str, coll: str) -> Told:
        indexes = self._iter_indexes(db, coll)
        known = self._told.get((db, coll))
        if known is None or known.indexes is not indexes:
            parts = super()._all_indexes, super()._partial_filters, super()._index_options_map
            known = self._told[db, coll] = Told(indexes, *(part(db, coll) for part in parts))
        return known

    def _try_index_id_keys(self, db: str, coll: str, filter: Mapping[str, Any], **how: Any) -> Any:
        """No index says more than an ``_id`` does; the rest of the filter is asked of what is found."""
        if len(filter) > 1 and isinstance(filter.get("_id"), str):
            filter = {"_id": filter["_id"]}
        return super()._try_index_id_keys(db, coll, filter, **how)
