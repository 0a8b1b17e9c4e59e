"""Marshmallow schemas made from dataclasses: one declaration for Python, JSON and OpenAPI.

A field's hint says what may stand on the wire; ``Annotated[str, Length(min=2)]`` adds marshmallow's validators.
A union of dataclasses is read as the member whose ``tag`` the wire names, in ``type`` or in what ``tagged_by`` says.
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, partial
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from marshmallow import EXCLUDE, Schema, post_load, pre_load, validate
from marshmallow import fields as wire

from common.names import camel
from common.wire import kinds


class WireSchema(Schema):
    """Loads into the dataclass it was made from. Null means absent; names it does not know are ignored."""

    class Meta:
        unknown = EXCLUDE

    declared: type

    @pre_load
    def without_nulls(self, given: Any, **_: Any) -> Any:
        if isinstance(given, Mapping):
            return {name: value for name, value in given.items() if value is not None}
        return given

    @post_load
    def made(self, values: dict[str, Any], **_: Any) -> Any:
        return self.declared(**values)


@cache
def schema_of(declared: type) -> type[Schema]:
    """The schema whose keys are the camelCase names of the dataclass's fields."""
    hints = get_type_hints(declared, include_extras=True)
    members = {f.name: _member(f, hints[f.name]) for f in fields(declared) if f.init}
    made = WireSchema.from_dict(members, name=declared.__name__)
    made.declared = declared  # type: ignore[attr-defined]
    return made


def _member(field: Field[Any], hint: Any) -> wire.Field:
    required = field.default is MISSING and field.default_factory is MISSING
    return field_of(hint, data_key=field.metadata.get("wire", camel(field.name)), required=required)


def field_of(hint: Any, **options: Any) -> wire.Field:
    """The marshmallow field for one type hint."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _annotated(arguments[0], arguments[1:], options)
    if origin in (Union, UnionType):
        return _either([a for a in arguments if a is not NoneType], options)
    if origin is tuple or origin is list:
        return kinds.Sequence(field_of(arguments[0]), made=origin, **options)
    if origin is dict:
        return kinds.Object(keys=field_of(arguments[0]), values=field_of(arguments[1]), **options)
    if origin is Literal:
        return kinds.Text(validate=validate.OneOf(arguments), **options)
    if is_dataclass(hint):
        return kinds.Nested(lambda: schema_of(hint)(), **options)  # type: ignore[arg-type]
    try:
        return SCALARS[hint](**options)
    except KeyError:
        raise TypeError(f"{hint} has no form on the wire") from None


SCALARS: Mapping[Any, Callable[..., wire.Field]] = {
    str: kinds.Text,
    int: kinds.Whole,
    float: kinds.Number,
    bool: kinds.Truth,
    Decimal: kinds.Exact,
    datetime: kinds.Time,
    dict: kinds.Object,
    list: partial(kinds.Sequence, kinds.Anything(), made=list),
    Any: kinds.Anything,
}


def _annotated(inner: Any, marks: tuple[Any, ...], options: dict[str, Any]) -> wire.Field:
    for mark in marks:
        if isinstance(mark, kinds.WireKind):
            return mark.field(**options)
    field = field_of(inner, **options)
    field.validators.extend(mark for mark in marks if isinstance(mark, validate.Validator))
    return field


def _either(choices: list[Any], options: dict[str, Any]) -> wire.Field:
    if len(choices) == 1:
        return field_of(choices[0], **options)
    if all(is_dataclass(choice) for choice in choices):
        members = {choice.tag: choice for choice in choices}
        return kinds.OneOf(lambda: members, schema_of, getattr(choices[0], "tagged_by", "type"), **options)
    return kinds.Anything(**options)
