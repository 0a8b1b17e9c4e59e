"""A dataclass as JSON: camelCase names, nothing for None."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from common.names import camel
from common.wire.times import as_text


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


@cache
def _of(declared: type) -> Callable[[Any], Any]:
    if own := getattr(declared, "to_json", None):
        return own
    names = [(field.name, field.metadata.get("wire", camel(field.name))) for field in fields(declared)]
    tag = {getattr(declared, "tagged_by", "type"): declared.tag} if hasattr(declared, "tag") else {}

    def to_json(value: Any) -> dict[str, Any]:
        return tag | {wire: dump(inner) for name, wire in names if (inner := getattr(value, name)) is not None}

    return to_json
