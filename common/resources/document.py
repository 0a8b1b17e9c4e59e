"""The stored form every resource shares: at rest it looks as it does on the wire.

Public fields carry their wire names and their JSON; what only we need starts with an underscore. MongoEngine
types what is queried, indexed or ruled by; deep JSON is ``JsonField(Hint)``: kept as it is, while the hint tells
OpenAPI and the predicates what it looks like.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from mongoengine import Document, IntField, StringField
from mongoengine.base import TopLevelDocumentMetaclass
from mongoengine.base.fields import BaseField
from pymongo.collection import Collection

from common.errors import ConcurrentModification
from common.names import camel
from common.wire.times import now_text

Stored = dict[str, Any]  # a document as MongoDB returns it


class JsonField(BaseField):
    """JSON that stays as it is. ``hint`` is the type it would have in Python: ``JsonField(tuple[Asset, ...])``."""

    if TYPE_CHECKING:  # MongoEngine's descriptors are untyped; what such a field holds is JSON

        def __get__(self, resource: Any, owner: Any) -> Any: ...
        def __set__(self, resource: Any, value: Any) -> None: ...

    def __init__(self, hint: Any, **options: Any) -> None:
        super().__init__(**options)
        self.hint = hint


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

    id = StringField(primary_key=True, default=lambda: str(uuid4()))
    project_key = StringField(required=True)
    version = IntField(default=1)
    created_at = JsonField(datetime, default=now_text)
    last_modified_at = JsonField(datetime, default=now_text)
    created_by = JsonField(dict)
    last_modified_by = JsonField(dict)
    _sequence = IntField(default=0)

    def check_version(self, expected: int) -> None:
        """ConcurrentModification unless the client knows the current version."""
        if self.version != expected:
            raise ConcurrentModification(self.id, expected, self.version)

    def settle(self, context: Any) -> None:
        """Derive what follows from the rest (totals, flags, private look-up arrays); called once before every write."""


def collection_of(document: type[Resource]) -> Collection[Stored]:
    return document._get_collection()


def stored(resource: Resource) -> Stored:
    """What MongoDB will hold."""
    return resource.to_mongo().to_dict()


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
