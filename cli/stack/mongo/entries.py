"""The entries of indexes that an update really changes.

SecantusDB deletes and writes all of a document's entries at each update, though few of its indexes are of a field that
changed.

SPDX-License-Identifier: GPL-2.0-only
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import bson
from secantus.storage import Storage

Index = tuple[str, dict[str, Any], bool, bool]
"""Name, key, whether it is sparse and whether it is unique."""
Document = Mapping[str, Any]


class ChangedEntries(Storage):
    """In an update, old entries are deleted when the new document is known, and only those that are others there."""

    def _update_matching_single_txn(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        with self._updating():
            result: dict[str, Any] = super()._update_matching_single_txn(*args, **kwargs)
            return result

    def _update_chunk(self, *args: Any, **kwargs: Any) -> Any:
        with self._updating():
            return super()._update_chunk(*args, **kwargs)

    @contextmanager
    def _updating(self) -> Iterator[None]:
        self._tls.updates, self._tls.replaced = True, None
        try:
            yield
        finally:
            self._tls.updates, self._tls.replaced = False, None

    def _delete_index_entries(self, db: str, coll: str, doc: Document, *indexes: Any, recordid: int) -> None:
        if getattr(self._tls, "updates", False):
            self._tls.replaced = recordid, doc
        else:
            super()._delete_index_entries(db, coll, doc, *indexes, recordid=recordid)

    def _write_index_entries(
        self,
        db: str,
        coll: str,
        doc: Document,
        indexes: list[Index],
        partials: Any = None,
        *,
        recordid: int,
    ) -> None:
        replaced = getattr(self._tls, "replaced", None)
        if replaced and replaced[0] == recordid:
            before, self._tls.replaced = replaced[1], None
            indexes = [one for one in indexes if _differ(before, doc, _fields(one, partials or {}))]
            super()._delete_index_entries(db, coll, before, indexes, partials, recordid=recordid)
        super()._write_index_entries(db, coll, doc, indexes, partials, recordid=recordid)


def _fields(index: Index, partials: Mapping[str, Document]) -> set[str]:
    """The fields of a document that decide its entries."""
    name, key, *_ = index
    return {path.partition(".")[0] for path in (*key, *partials.get(name, ()))}


def _differ(before: Document, after: Document, fields: set[str]) -> bool:
    """To the byte, as 1 is not True and 0.0 not -0.0."""
    return any(_bytes(before, field) != _bytes(after, field) for field in fields)


def _bytes(document: Document, field: str) -> bytes | None:
    return bson.encode({"": document[field]}) if field in document else None
