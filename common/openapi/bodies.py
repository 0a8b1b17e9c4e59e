"""The bodies a card speaks of: its draft, its resource, a page of them, an update."""

from dataclasses import field, make_dataclass
from functools import cache
from typing import Any

from marshmallow import Schema, validate

from common.names import titled
from common.resources.actions import Actions
from common.resources.document import Resource, type_of
from common.wire import kinds
from common.wire.schema import schema_of


@cache
def resource_schema(document: type[Any]) -> type[Schema]:
    """What a client sees of it."""
    members = [(name, type_of(f), field()) for name, f in document._fields.items() if _public(name) and f.required]
    others = [
        (name, type_of(f) | None, field(default=None))
        for name, f in document._fields.items()
        if _public(name) and not f.required
    ]
    seen = make_dataclass(document.__name__, [*members, *others], kw_only=True)
    seen.__doc__, seen.__module__ = document.__doc__, document.__module__
    return schema_of(seen)


def _public(attribute: str) -> bool:
    return attribute[0] != "_" and attribute != "project_key"


@cache
def page_schema(of: type[Any]) -> type[Schema]:
    seen = resource_schema(of) if issubclass(of, Resource) else of
    return Schema.from_dict(
        {
            "limit": kinds.Whole(required=True),
            "offset": kinds.Whole(required=True),
            "count": kinds.Whole(required=True),
            "total": kinds.Whole(),
            "results": kinds.Sequence(kinds.Nested(seen), made=list, required=True),
        },
        name=f"{seen.__name__}PagedQueryResponse",
    )


def update_schema(document: type[Resource], actions: Actions[Any], speaker: str = "") -> type[Schema]:
    """``speaker`` tells a shopper's update (``My``) from a merchant's."""
    noun = speaker + document.__name__
    members = {name: _action(noun, name, declared.payload) for name, declared in actions.declared.items()}
    action = kinds.OneOf(lambda: members, lambda member: member, "action")
    return Schema.from_dict(
        {"version": kinds.Whole(required=True), "actions": kinds.Sequence(action, made=list, required=True)},
        name=f"{noun}Update",
    )


def _action(noun: str, name: str, payload: type) -> type[Schema]:
    tag = kinds.Text(required=True, validate=validate.OneOf([name]))
    made = schema_of(payload).from_dict({"action": tag}, name=f"{noun}{titled(name)}Action")
    made.declared = payload  # type: ignore[attr-defined]
    return made
