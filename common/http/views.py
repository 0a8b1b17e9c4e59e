"""Another way to look at a resource's rows: some of them, or another form of each, with a shape of its own.

current = View(document=Product, shape=…, public=…, within={"masterData.published": True}, seen=…)
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from common.predicates import Shape
from common.resources.card import Present, as_they_are
from common.resources.collection import is_alive, named
from common.resources.document import Resource, Stored, collection_of
from common.wire.json import Json


@dataclass(frozen=True, kw_only=True)
class View:
    """What ``common.http.query`` asks of a view (its ``Listed``)."""

    document: type[Resource]
    shape: Shape
    public: Mapping[str, int]
    seen: Callable[[Stored], Json]
    within: Mapping[str, Any]
    present: Present = as_they_are

    def find(self, project_key: str, **identity: Any) -> Json | None:
        """The one row that ``identity`` names, if it is there to see."""
        found = collection_of(self.document).find_one(named(project_key, **identity), self.public)
        return self.seen(found) if is_alive(found) and is_within(found, self.within) else None


def is_within(row: Stored, within: Mapping[str, Any]) -> bool:
    """Whether the row is one of those that the filter lets through. Asked here and not of the database where a row is
    looked for by key: the laptop's database finds none by a key and something else.
    """
    return all(value in _all_at(row, path.split(".")) for path, value in within.items())


def _all_at(value: Any, path: list[str]) -> Iterator[Any]:
    """What stands at ``masterData.published``, or ``stores.key``; in an array there may be several."""
    if isinstance(value, list):
        for one in value:
            yield from _all_at(one, path)
    elif not path:
        yield value
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _all_at(value[path[0]], path[1:])
