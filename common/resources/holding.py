"""What a resource refers to holds that back from being deleted: it is noted beside the resource by every write, in one
array with one index, wherever in the resource a reference stands.

https://docs.commercetools.com/api/errors#referenceexists
"""

from collections.abc import Iterator
from typing import Any

from pymongo import ASCENDING, IndexModel

from common.resources.document import Resource, Stored, collection_of, stored
from common.values.states import initial_state

NOTED = "_refersTo"
HELD = frozenset({"type", "state", "channel", "customer-group", "tax-category", "store"})
"""What stays while anything refers to it. Of others a card says what they are held by (``referenced_by``)."""
BY_KEY = "store"
"""References to these are kept by their key."""
COPIES = frozenset({"variant", "price", "productType"})
"""What a line item shows of a product as it was: the product has these references, the line does not."""
CONTAINERS = (dict, list)
INDEX = IndexModel(
    [("projectKey", ASCENDING), (NOTED, ASCENDING)],
    name="by what it refers to",
    partialFilterExpression={NOTED: {"$gt": ""}},
)


def noted(resource: Resource) -> Stored:
    """The resource as it is to be stored."""
    if resource.holds:
        resource._refers_to = notes_of(stored(resource))[NOTED]
    return stored(resource)


def notes_of(row: Stored) -> Stored:
    """``{"_refersTo": ["type:<id>", "store:<key>", …]}``. The state that lines begin in is built in: it needs none."""
    built_in = f"state:{initial_state(row['projectKey'])['id']}"
    return {NOTED: sorted({name for name in _named_in(row) if name != built_in})}


def referring(document: type[Resource], project_key: str, type_id: str, id: str, key: str | None) -> bool:
    """Whether one of these refers to it; what refers to itself holds nothing."""
    wanted = {"projectKey": project_key, NOTED: f"{type_id}:{key if type_id == BY_KEY else id}"}
    found = collection_of(document).find(wanted, {"_id": 1}).limit(2)  # tombstones have no notes
    return document.holds and any(row["_id"] != id for row in found)


def _named_in(row: Stored) -> Iterator[str]:
    """Walked with a list of what is left: every write of a cart pays for it."""
    left: list[Any] = [row]
    while left:
        value = left.pop()
        if isinstance(value, list):
            left += [inner for inner in value if isinstance(inner, CONTAINERS)]
            continue
        type_id, name = value.get("typeId"), value.get("id") or value.get("key")
        if isinstance(type_id, str) and isinstance(name, str):
            if type_id in HELD:
                yield f"{type_id}:{name}"
            continue
        left += [
            inner
            for name, inner in value.items()
            if isinstance(inner, CONTAINERS) and name not in COPIES and not name.startswith("_")
        ]
