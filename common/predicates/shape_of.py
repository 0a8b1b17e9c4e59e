"""The shape of a dataclass, from the same hints that make its schema."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from common.names import camel
from common.predicates.shape import Field, Kind, Many, Shape
from common.values.references import Reference

SCALARS: Mapping[Any, Field] = {
    str: Kind.TEXT,
    int: Kind.NUMBER,
    float: Kind.NUMBER,
    Decimal: Kind.NUMBER,
    bool: Kind.BOOLEAN,
    datetime: Kind.TIME,
    dict: Kind.ANY,
    list: Many(Kind.ANY),
    Any: Kind.ANY,
}

REFERENCE = Shape({"typeId": Kind.TEXT, "id": Kind.TEXT, "key": Kind.TEXT})


@cache
def shape_of(declared: type) -> Shape:
    """The shape whose fields are the camelCase names of the dataclass's fields."""
    if declared is Reference:
        return REFERENCE
    hints = get_type_hints(declared, include_extras=True)
    named = {f.metadata.get("wire", camel(f.name)): field_of(hints[f.name]) for f in fields(declared)}
    tag: dict[str, Field] = {getattr(declared, "tagged_by", "type"): Kind.TEXT} if hasattr(declared, "tag") else {}
    return Shape(tag | named)


def field_of(hint: Any) -> Field:
    """What a field with this type hint holds."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Annotated:
        marked: list[Field] = [mark for mark in arguments[1:] if isinstance(mark, Kind | Shape | Many)]
        return marked[0] if marked else field_of(arguments[0])
    if origin in (Union, UnionType):
        return _either([field_of(each) for each in arguments if each is not NoneType])
    if origin is tuple or origin is list:
        return Many(field_of(arguments[0]))
    if origin is dict:
        held = field_of(arguments[1])
        return Kind.ANY if held is Kind.ANY else Shape(others=held)
    if origin is Literal:
        return Kind.TEXT
    return shape_of(hint) if is_dataclass(hint) and isinstance(hint, type) else SCALARS[hint]


def _either(choices: list[Field]) -> Field:
    """Of several objects, the fields of all."""
    if len(choices) == 1:
        return choices[0]
    if all(isinstance(choice, Shape) for choice in choices):
        return Shape({name: field for choice in choices for name, field in choice.fields.items()})  # type: ignore[union-attr]
    return Kind.ANY
