"""The stored form every resource shares: at rest it looks as it does on the wire.

Public fields carry their wire names and their JSON; what only we need starts with an underscore. MongoEngine
types what is queried, indexed or ruled by; deep JSON is ``JsonField(Hint)``: kept as it is, while the hint tells
OpenAPI and the predicates what it looks like.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from uuid import uuid4

from mongoengine import BooleanField, Document, IntField, StringField
from mongoengine.base import TopLevelDocumentMetaclass
from mongoengine.base.fields import BaseField
from pymongo.collection import Collection

from common.errors import ConcurrentModification
from common.names import camel
from common.wire.times import now_text

R = TypeVar("R", bound="Resource")
Stored = dict[str, Any]  # a document as MongoDB returns it


class JsonField(BaseField):
    """JSON that stays as it is. ``hint`` is the type it would have in Python: ``JsonField(tuple[Asset, ...])``."""

    if TYPE_CHECKING:  # MongoEngine's descriptors are untyped; what such a field holds is JSON

        def __get__(self, resource: Any, owner: Any) -> Any: ...
        def __set__(self, resource: Any, value: Any) -> None: ...

    def __init__(self, hint: Any, **options: Any) -> None:
        super().__init__(**options)
        self.hint = hint


BY_CHANGE = ("lastModifiedAt", "_id")
BY_AGE = ("createdAt", "_id")
"""How lists are ordered unless told. An index that ends so has a part of a collection in that order, too: of a store,
say, which may be most of it."""

KEPT_AS_IT_IS = (JsonField, StringField, IntField, BooleanField)


class CamelCased(TopLevelDocumentMetaclass):
    """Stores ``order_hint`` as ``orderHint``, so that no field has to say so."""

    def __new__(mcs, name: str, bases: tuple[type, ...], attrs: dict[str, Any]) -> Any:
        for attribute, field in attrs.items():
            if isinstance(field, BaseField) and not field.db_field and not field.primary_key:
                field.db_field = camel(attribute)
        return super().__new__(mcs, name, bases, attrs)


class Resource(Document, metaclass=CamelCased):
    """One row of the API. ``_sequence`` numbers its last message; the outbox is never loaded (see ``write``)."""

    meta: ClassVar[dict[str, Any]] = {"abstract": True, "strict": False, "auto_create_index": False}
    holds: ClassVar[bool] = True  # what it refers to is not deleted (see ``holding``)

    id = StringField(primary_key=True, default=lambda: str(uuid4()))
    project_key = StringField(required=True)
    version = IntField(default=1)
    created_at = JsonField(datetime, default=now_text)
    last_modified_at = JsonField(datetime, default=now_text)
    created_by = JsonField(dict)
    last_modified_by = JsonField(dict)
    _sequence = IntField(default=0)
    _refers_to = JsonField(list)  # see ``holding``

    def __init__(self, **values: Any) -> None:
        """In place of MongoEngine's own, whose signals, conversions and search for changes cost more than all else that
        a request does, and are of no use here.
        """
        fields = type(self)._fields
        if unknown := values.keys() - fields.keys():
            raise TypeError(f"{type(self).__name__} has no {', '.join(sorted(unknown))}")
        self._initialised, self._created = False, True  # so it stays: what changed is found out by ``update``
        self._data = {name: _or_default(values.get(name), field) for name, field in fields.items()}

    def check_version(self, expected: int) -> None:
        """ConcurrentModification unless the client knows the current version."""
        if self.version != expected:
            raise ConcurrentModification(self.id, expected, self.version)

    def settle(self, context: Any) -> None:
        """Derive what follows from the rest (totals, flags, private look-up arrays); called once before every write."""


def _or_default(value: Any, field: BaseField) -> Any:
    if value is not None:
        return value
    return field.default() if callable(field.default) else field.default


def restored(document: type[R], found: Stored) -> R:
    """The resource of which ``found`` is what MongoDB holds."""
    return document(**{name: found[at_rest] for name, at_rest in _at_rest(document) if at_rest in found})


def collection_of(document: type[Resource]) -> Collection[Stored]:
    return document._get_collection()


def stored(resource: Resource) -> Stored:
    """What MongoDB will hold; it shares its deep JSON with the resource.

    MongoEngine's own way copies all of that, several times per update.
    """
    data = resource._data
    return {at_rest: value for name, at_rest in _at_rest(type(resource)) if (value := data.get(name)) is not None}


@cache
def _at_rest(document: type[Resource]) -> list[tuple[str, str]]:
    """Attribute and name at rest of every field, the id first. TypeError for one whose value is not kept as it is."""
    for field in document._fields.values():
        if not isinstance(field, KEPT_AS_IT_IS):
            raise TypeError(f"{document.__name__}.{field.name} would have to be converted")
    names = [(name, document._fields[name].db_field) for name in document._fields_ordered]
    return sorted(names, key=lambda each: each[1] != "_id")


def on_the_wire(found: Mapping[str, Any]) -> dict[str, Any]:
    """What a client sees of a stored document."""
    return {"id": found["_id"]} | {
        name: value for name, value in found.items() if name[0] != "_" and name != "projectKey"
    }


def type_of(field: BaseField) -> Any:
    """The Python type of what a field holds on the wire."""
    if isinstance(field, JsonField):
        return field.hint
    return int if isinstance(field, IntField) else bool if type(field).__name__ == "BooleanField" else str
