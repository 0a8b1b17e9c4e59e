"""A dataclass as JSON: camelCase names, nothing for None."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any, get_type_hints

from common.names import camel
from common.wire.times import as_text

JSON = (dict[str, Any], dict[str, Any] | None)
"""What is declared so is JSON already."""


def dump(value: Any) -> Any:
    """The JSON of a value, as it stands on the wire and at rest.

    A dataclass that defines ``to_json`` decides for itself (references, money). A member of a union carries its ``tag``
    as ``type``, or as what its ``tagged_by`` says.
    """
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {name: dump(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [dump(inner) for inner in value]
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, datetime):
        return as_text(value)
    if is_dataclass(value) and not isinstance(value, type):
        return _of(type(value))(value)
    raise TypeError(f"{type(value).__name__} has no form on the wire")


def fields_of(value: Any) -> dict[str, Any]:
    """As ``dump`` of a dataclass that has no ``to_json`` of its own."""
    return _by_field(type(value))(value)  # type: ignore[arg-type]  # mypy: a class is hashable


@cache
def _of(declared: type) -> Callable[[Any], Any]:
    own: Callable[[Any], Any] | None = getattr(declared, "to_json", None)
    return own or _by_field(declared)


@cache
def _by_field(declared: type) -> Callable[[Any], dict[str, Any]]:
    hints = get_type_hints(declared)
    names = [
        (field.name, field.metadata.get("wire", camel(field.name)), _as_it_is if hints[field.name] in JSON else dump)
        for field in fields(declared)
    ]
    tag = {getattr(declared, "tagged_by", "type"): declared.tag} if hasattr(declared, "tag") else {}

    def to_json(value: Any) -> dict[str, Any]:
        return tag | {wire: how(inner) for name, wire, how in names if (inner := getattr(value, name)) is not None}

    return to_json


def _as_it_is(json: Any) -> Any:
    return json
