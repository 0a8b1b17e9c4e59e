"""Another way to look at a resource's rows: some of them, or another form of each, with a shape of its own.

current = View(document=Product, shape=…, public=…, within={"masterData.published": True}, seen=…)
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import reduce
from typing import Any

from common.predicates import Shape
from common.resources.card import Present, as_they_are
from common.resources.collection import named
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
        visible = found and all(_at(found, path) == value for path, value in self.within.items())
        return self.seen(found) if found and visible else None


def _at(row: Stored, path: str) -> Any:
    """What stands at ``masterData.published``."""
    return reduce(lambda at, name: at[name], path.split("."), row)
