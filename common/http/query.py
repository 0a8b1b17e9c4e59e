"""``GET /{projectKey}/{path}?where=…&sort=…&limit=…``: one query, the page as JSON.

https://docs.commercetools.com/api/general-concepts#query
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from pymongo import ASCENDING, DESCENDING
from pymongo.errors import ExecutionTimeout
from werkzeug.datastructures import MultiDict

from common.errors import InvalidInput, OverCapacity
from common.http.expansion import expand
from common.http.paging import page_of
from common.predicates import Shape, all_of, bind, parse, to_mongo
from common.predicates.errors import MalformedPredicate
from common.predicates.shape import stored_path
from common.resources.card import Present
from common.resources.collection import ALIVE
from common.resources.context import Context
from common.resources.document import Resource, Stored, collection_of
from common.wire.json import Json

MAX_SORTS = 10
LONGEST_MS = 20_000
"""What the database may take for one list; a client has given up by then."""
DIRECTIONS = {"asc": ASCENDING, "desc": DESCENDING}


class Listed(Protocol):
    """What can be queried: a resource type, or a view of one (``common.http.views``)."""

    @property
    def document(self) -> type[Resource]: ...
    @property
    def shape(self) -> Shape: ...
    @property
    def public(self) -> Mapping[str, int]:
        """Which stored fields are not even read."""

    @property
    def within(self) -> Mapping[str, Any]:
        """Which rows of the project there are to see."""

    @property
    def present(self) -> Present: ...

    def seen(self, row: Stored, /) -> Json:
        """What a client sees of a row."""


def matching(listed: Listed, context: Context, arguments: MultiDict[str, str]) -> dict[str, Any]:
    """The PagedQueryResponse."""
    page = page_of(arguments)
    wanted = selection(listed, context.project_key, arguments)
    rows = collection_of(listed.document)
    found = rows.find(wanted, listed.public).sort(order(listed, arguments)).skip(page.offset).limit(page.limit)
    with _in_time():
        results = [listed.seen(row) for row in found.max_time_ms(LONGEST_MS)] if page.limit else []
    listed.present(results, arguments, context)
    expand(results, arguments.getlist("expand"), context)
    answer: dict[str, Any] = {"limit": page.limit, "offset": page.offset, "count": len(results)}
    if page.with_total:
        with _in_time():
            total = _total(page.offset, page.limit, len(results))
            answer["total"] = total or rows.count_documents(wanted, maxTimeMS=LONGEST_MS)
    return answer | {"results": results}


def exists(listed: Listed, project_key: str, arguments: MultiDict[str, str]) -> bool:
    wanted = selection(listed, project_key, arguments)
    with _in_time():
        return collection_of(listed.document).find_one(wanted, {"_id": 1}, max_time_ms=LONGEST_MS) is not None


@contextmanager
def _in_time() -> Iterator[None]:
    try:
        yield
    except ExecutionTimeout:
        raise OverCapacity("This query takes too long: what it asks for, or is sorted by, is not indexed.") from None


def selection(listed: Listed, project_key: str, arguments: MultiDict[str, str]) -> dict[str, Any]:
    """The filter that all ``where`` together make, within the project."""
    every = [to_mongo(bind(parse(text), _variables(arguments)), listed.shape) for text in arguments.getlist("where")]
    asked = all_of(every)
    spared = any(_is_of_the_living(path, condition) for path, condition in asked.items())
    within = {"projectKey": project_key, **listed.within}
    if asked.keys() & within.keys():  # both hold, neither instead of the other
        asked = {"$and": [asked]}
    return {**asked, **within, **({} if spared else ALIVE)}


def _variables(arguments: MultiDict[str, str]) -> dict[str, list[str]]:
    """``var.sku=…``; the bare ``sku=…`` of older clients is understood where nothing says it in full."""
    given = dict(arguments.lists())
    return given | {name.removeprefix("var."): values for name, values in given.items() if name.startswith("var.")}


NAMES_OF_TOMBSTONES = ("_id", "version")
POSITIVE = {"$eq", "$gt", "$gte", "$lt", "$lte", "$elemMatch", "$regex"}


def _is_of_the_living(path: str, condition: Any) -> bool:
    """Whether no tombstone can meet the condition, so that none has to be excluded: an index on the path is enough."""
    if path.startswith("$") or path in NAMES_OF_TOMBSTONES:
        return False
    return bool(POSITIVE & condition.keys()) or None not in condition.get("$in", (None,))


def order(listed: Listed, arguments: MultiDict[str, str]) -> list[tuple[str, int]]:
    """``sort=name.en asc``; whatever it says, ids settle the rest, so that pages do not overlap. They go the same way
    as what stands before them, which one index then serves both ways.
    """
    sorts = arguments.getlist("sort")
    if len(sorts) > MAX_SORTS:
        raise InvalidInput(f"Malformed parameter: sort: At most {MAX_SORTS} sort expressions are allowed.")
    given = dict(_sort(listed, text) for text in sorts) or {"createdAt": ASCENDING}
    *_, last = given.values()
    return list((given if "_id" in given else given | {"_id": last}).items())


def _sort(listed: Listed, text: str) -> tuple[str, int]:
    path, *direction = text.split() or [""]
    if len(direction) > 1 or (direction and direction[0] not in DIRECTIONS):
        raise InvalidInput(f"Malformed parameter: sort: '{text[:100]}' is not a path, then asc or desc.")
    try:
        return stored_path(listed.shape, path), DIRECTIONS[direction[0] if direction else "asc"]
    except MalformedPredicate as unknown:
        raise InvalidInput(f"Malformed parameter: sort: {unknown.problem}") from None


def _total(offset: int, limit: int, count: int) -> int | None:
    """The total without counting, where the page itself shows it: it is the first and not full."""
    return count if offset == 0 and 0 < count < limit else None
