"""Reading: one indexed query, no model objects.

A read gives the JSON as on the wire; only a write loads the document.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, TypeGuard

from common.resources.document import R, Resource, Stored, collection_of, on_the_wire, restored
from common.wire.json import Json

ALIVE: Mapping[str, Any] = {"_deletedAt": None}


@cache
def public(document: type[Resource]) -> dict[str, int]:
    """The projection that leaves out what only we need."""
    private = {field.db_field for field in document._fields.values() if field.db_field[0] == "_"} - {"_id"}
    return dict.fromkeys(private | {"projectKey", "_outbox", "_outboxSince", "_outboxBytes", "_claim"}, 0)


def named(project_key: str, **identity: Any) -> dict[str, Any]:
    """The filter for the one row that ``identity`` (names at rest, ``_id`` or ``key``) names.

    It asks for nothing else, as that is what there are indexes for: each further condition costs the laptop's database
    as much as the answer. So an id may name a tombstone (which has no other name): see ``is_alive``.
    """
    return {**identity, "projectKey": project_key}


def is_alive(found: Stored | None) -> TypeGuard[Stored]:
    """Whether something was found that is not a tombstone."""
    return found is not None and "_deletedAt" not in found


def find_json(document: type[Resource], project_key: str, **identity: Any) -> Json | None:
    """The JSON of the one resource that ``identity`` names."""
    found = collection_of(document).find_one(named(project_key, **identity), public(document))
    return on_the_wire(found) if is_alive(found) else None


def load(document: type[R], project_key: str, **identity: Any) -> R | None:
    """The document itself, for a change. Its outbox stays where it is."""
    found = collection_of(document).find_one(named(project_key, **identity), {"_outbox": 0})
    return restored(document, found) if is_alive(found) else None


class OwnSource:
    """Looks resources up in our own collection (a ``common.resources.context.Source``)."""

    def __init__(self, document: type[Resource]) -> None:
        self.document = document

    def by_id(self, project_key: str, ids: Iterable[str]) -> Mapping[str, Json]:
        return {json["id"]: json for json in self.by(project_key, "_id", ids)}

    def by_key(self, project_key: str, keys: Iterable[str]) -> Mapping[str, Json]:
        return {json["key"]: json for json in self.by(project_key, "key", keys)}

    def by(self, project_key: str, field: str, values: Iterable[str]) -> Iterable[Json]:
        """Those that have one of these values in a field that has an index."""
        several = list(values)
        wanted = named(project_key, **{field: several[0] if len(several) == 1 else {"$in": several}})
        found = collection_of(self.document).find(wanted, public(self.document))
        return map(on_the_wire, filter(is_alive, found))
