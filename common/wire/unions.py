"""One of several objects, told apart by a field of theirs: a field type by its ``name``, a target by its ``type``.

    FieldType = Annotated[PlainType | EnumType | SetType, OneOfThese("name", lambda: {"set": SetType, …})]

The members are looked up when something is read, so a member may hold the union itself (a set of sets).
"""

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import fields as wire

from common.wire import kinds
from common.wire.schema import schema_of

Members = Callable[[], Mapping[str, type]]


class OneOfThese:
    """The mark in ``Annotated`` (a ``kinds.WireKind``)."""

    def __init__(self, named_by: str, members: Members) -> None:
        self.named_by, self.members = named_by, members

    def field(self, **options: Any) -> wire.Field:
        return kinds.OneOf(self.members, schema_of, self.named_by, **options)
