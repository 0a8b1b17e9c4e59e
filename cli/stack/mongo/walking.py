"""Sorted pages, read from an index that has their order.

SecantusDB decodes and sorts every candidate before it takes the first twenty. Here an index that begins with what the
filter fixes and goes on with the sort is walked until the page is full, as MongoDB does. Where it passed by is
remembered, so that the next page begins nearby: MongoDB passes over all that stands before it, but in no time.

SPDX-License-Identifier: GPL-2.0-only
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

import bson
from bson import ObjectId
from secantus import storage
from secantus.query import matches
from secantus.sortkey import COMPOUND_SEP, encode_value, encode_value_directed
from secantus.storage import (
    _IDX_ENTRIES_TABLE,
    _deadline,
    _doc_table_for,
    _escape_kb,
    _unframe_doc_value,
    _unpack_entry,
)

from cli.stack.mongo.descriptions import Description
from cli.stack.mongo.missed import DESCENDING
from cli.stack.mongo.until_written import KnowsWrites

AT_LEAST = 50
EVERY = 20
"""Of so many places passed by, one is remembered."""
IN_VAIN = 20
"""Documents read per one to be shown, before it is given up: the filter is better asked first then."""
Filter = Mapping[str, Any]
Page = list[dict[str, Any]]
POINTS = {"$eq", "$in"}
RANGES = {"$gt", "$gte", "$lt", "$lte"}


class SortedByIndex(KnowsWrites):
    """Walks an index for ``find`` with ``sort`` and ``limit``."""

    def find_matching(self, db: str, coll: str, filter: Filter | None = None, **how: Any) -> Page:
        asked = {name: value for name, value in how.items() if value}
        if {"sort", "limit"} <= asked.keys() <= {"sort", "limit", "skip", "projection", "let"}:
            page = self._page(db, coll, filter or {}, asked)
            if page is not None:
                return self._projected(db, coll, page, filter or {}, asked)
        return list(super().find_matching(db, coll, filter, **how))

    def _page(self, db: str, coll: str, filter: Filter, asked: Mapping[str, Any]) -> Page | None:
        """None where no index has the order, or walking it finds too little."""
        walk = Walk.for_(filter, asked["sort"], self._iter_indexes(db, coll))
        if walk is None:
            return None
        if walk.absent is None or self._sees_its_own:
            return self._walked(db, coll, walk, filter, asked, {})
        question = bson.encode({"of": filter, "sort": asked["sort"]})
        writes, known = self._answers.of((db, coll), question)
        places: dict[int, bytes] = dict(known or ())
        page = self._walked(db, coll, walk, filter, asked, places)
        self._answers.keep((db, coll), question, writes, places)
        return page

    def _walked(
        self, db: str, coll: str, walk: "Walk", filter: Filter, asked: Mapping[str, Any], places: dict[int, bytes]
    ) -> Page | None:
        """``places`` says at which entries so many matching documents are passed; what is passed now is added."""
        self._refresh_read_snapshot()
        skip, limit = asked.get("skip", 0), asked["limit"]
        passed = max((number for number in places if number <= skip), default=0)
        left = AT_LEAST + 2 * (skip - passed) + IN_VAIN * limit
        page: Page = []
        for entry, blob in self._entries(db, coll, walk.beginning_at(places.get(passed))):
            unread = passed < skip and walk.matches_unread(blob)
            if unread or matches(found := bson.decode(blob), filter, vars=asked.get("let")):
                if passed % EVERY == 0:
                    places[passed] = entry
                passed += 1
                if passed > skip:
                    page.append(found)
            left -= 1
            if len(page) == limit:
                return page
            if not left:
                return None
        return page

    def count_matching(self, db: str, coll: str, filter: Filter | None = None, **how: Any) -> int:
        if not filter or any(how.values()):
            return int(super().count_matching(db, coll, filter, **how))
        walk = Walk.over(filter, self._iter_indexes(db, coll))
        if walk is None:
            return len(self.find_matching(db, coll, filter))
        self._refresh_read_snapshot()
        blobs = (blob for _, blob in self._entries(db, coll, walk))
        return sum(walk.matches_unread(blob) or matches(bson.decode(blob), filter) for blob in blobs)

    def _entries(self, db: str, coll: str, walk: "Walk") -> Iterator[tuple[bytes, bytes]]:
        """The index entries in the order of the walk, each with its document as BSON."""
        documents = self._cursor_optional(_doc_table_for(db, coll))
        for entry in self._keys(db, coll, walk) if documents else ():
            _deadline.check()
            documents.set_key(db, coll, _unpack_entry(entry)[1])
            if documents.search() == 0:
                yield entry, _unframe_doc_value(bytes(documents.get_value()))[1]

    def _keys(self, db: str, coll: str, walk: "Walk") -> Iterator[bytes]:
        cursor = self._cursor(_IDX_ENTRIES_TABLE)
        forward, first = not walk.reverse, walk.upper if walk.reverse else walk.lower
        cursor.set_key(db, coll, walk.index, first)
        beside = cursor.search_near()  # below, at or above: or nothing is there at all
        if beside not in (-1, 0, 1):
            return
        if (beside < 0 if forward else beside >= 0) and (cursor.next() if forward else cursor.prev()) != 0:
            return
        while True:
            *place, entry = cursor.get_key()
            if place != [db, coll, walk.index] or not walk.lower <= bytes(entry) < walk.upper:
                return
            yield bytes(entry)
            if (cursor.next() if forward else cursor.prev()) != 0:
                return

    def _projected(self, db: str, coll: str, page: Page, filter: Filter, asked: Mapping[str, Any]) -> Page:
        projection, sort = asked.get("projection"), asked["sort"]
        if not projection:
            return page
        metas = self._projection_metas(db, coll, page, projection, filter, sort, None, None)
        return list(storage.apply_projection_batch(page, projection, filter, metas=metas, has_sort=True))


@dataclass(frozen=True)
class Walk:
    """A stretch of an index: from ``lower`` on, below ``upper``, or backwards."""

    index: str
    lower: bytes
    upper: bytes
    reverse: bool = False
    absent: tuple[bytes, ...] | None = None
    """If nothing more is asked than that these fields are not there, how their names stand in BSON."""

    def beginning_at(self, entry: bytes | None) -> Self:
        """The rest of it, from this entry on."""
        if entry is None:
            return self
        return replace(self, upper=entry + b"\0") if self.reverse else replace(self, lower=entry)

    def matches_unread(self, document: bytes) -> bool:
        """Whether it is certain without reading it; each name would stand there, of whatever field."""
        return self.absent is not None and not any(name in document for name in self.absent)

    @classmethod
    def over(cls, filter: Filter, indexes: Sequence[Description]) -> Self | None:
        """Over all that an index says of what is sought; None where one says more than that, or more is asked."""
        if any(_says(filter, key) > 1 for _, key, _ in indexes):
            return None
        for name, key, options in indexes:
            first = next(iter(key))
            absent = _absent(filter, {first}) if first in filter else None
            if absent is not None and _is_plain(key, options):
                return cls(name, *_stretch(filter, key, [first], ""), absent=absent)
        return None

    @classmethod
    def for_(cls, filter: Filter, sort: Mapping[str, int], indexes: Sequence[Description]) -> Self | None:
        """None where no index has this order, or another says more of what is sought."""
        most = max((_says(filter, key) for _, key, _ in indexes), default=0)
        if _is_point(filter.get("_id", {})):
            return None
        for name, key, options in indexes:
            fields = list(key)
            fixed, order = fields[: -len(sort)], fields[-len(sort) :]
            if not fixed or order != list(sort) or not _is_plain(key, options) or _says(filter, key) < most:
                continue
            if any(int(key[field]) == DESCENDING for field in order):  # that is no order of texts (``missed``)
                continue
            ways = {int(sort[field]) for field in order}
            if ways in ({1}, {-1}) and all(_is_value(filter.get(field, {})) for field in fixed):
                stretch = _stretch(filter, key, fixed, order[0])
                return cls(name, *stretch, reverse=ways == {-1}, absent=_absent(filter, {*fixed}))
        return None


def _is_plain(key: Mapping[str, Any], options: Mapping[str, Any]) -> bool:
    """One entry per document, in the order of values: not of arrays, and of all documents."""
    special = {"sparse", "multikey", "hidden", "collation", "partialFilterExpression"}
    return all(way in (1, -1) for way in key.values()) and not any(options.get(each) for each in special)


def _says(filter: Filter, key: Mapping[str, Any]) -> int:
    """How many of the fields that an index begins with the filter limits."""
    said = 0
    for field in key:
        condition = filter.get(field, {})
        if _is_point(condition):
            said += 1
        else:
            return said + (isinstance(condition, Mapping) and bool(condition.keys() & RANGES))
    return said


def _is_point(condition: Any) -> bool:
    return _is_value(condition) or (isinstance(condition, Mapping) and bool(condition.keys() & POINTS))


def _is_value(condition: Any) -> bool:
    return condition is None or isinstance(condition, str | int | float | datetime | ObjectId)


def _absent(filter: Filter, fixed: set[str]) -> tuple[bytes, ...] | None:
    """None where more is asked than what an index fixes, by text, and what must not be there."""
    if any(not isinstance(filter[field], str) for field in fixed):
        return None
    rest = filter.keys() - fixed
    if any(filter[field] is not None or "." in field or field[0] == "$" for field in rest):
        return None
    return tuple(field.encode() + b"\0" for field in rest)


def _stretch(filter: Filter, key: Mapping[str, Any], fixed: Sequence[str], first: str) -> tuple[bytes, bytes]:
    """``first`` is the field that the walk is sorted by."""
    fixing = b"".join(encode_value_directed(filter[field], int(key[field])) + COMPOUND_SEP for field in fixed)
    lower, upper = _escape_kb(fixing), _after(_escape_kb(fixing))
    condition = filter.get(first)
    for operator, bound in condition.items() if isinstance(condition, Mapping) else ():
        if operator in RANGES and _is_value(bound):
            end = _escape_kb(fixing + encode_value(bound))
            if operator in {"$gt", "$gte"}:
                lower = max(lower, end)
            else:
                upper = min(upper, _after(end))
    return lower, upper


def _after(prefix: bytes) -> bytes:
    """The least that is above everything that begins so."""
    kept = prefix.rstrip(b"\xff")
    return kept[:-1] + bytes([kept[-1] + 1])
