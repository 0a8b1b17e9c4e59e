"""Our wire kinds as JSON Schema, by apispec's marshmallow plugin.

A schema is called after the dataclass it was made from; two of one name are told apart by the folder they live in.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema
from marshmallow import fields as wire

from common.values.references import ReferenceField
from common.wire import kinds
from common.wire.json import Json


class WirePlugin(MarshmallowPlugin):
    """Knows unions, references, times and exact numbers besides what marshmallow has."""

    def __init__(self) -> None:
        super().__init__(schema_name_resolver=self.name_of)
        self.named: dict[str, type[Schema]] = {}

    def init_spec(self, spec: APISpec) -> None:
        super().init_spec(spec)
        converter = self.converter
        assert converter is not None  # noqa: S101  # init_spec has made it
        converter.map_to_openapi_type(kinds.Exact, "number", None)
        converter.map_to_openapi_type(kinds.Time, "string", "date-time")
        converter.map_to_openapi_type(kinds.OneOf, None, None)
        converter.map_to_openapi_type(ReferenceField, "object", None)
        for attributes in (_one_of, _reference, _portable):
            converter.add_attribute_function(attributes)

    def name_of(self, schema: type[Schema] | Schema) -> str:
        of = schema if isinstance(schema, type) else type(schema)
        if self.named.setdefault(of.__name__, of) is of:
            return of.__name__
        name = folder_of(of).title().replace("_", "") + of.__name__
        self.named.setdefault(name, of)
        return name

    def schema_helper(self, name: Any, _: Any, schema: Any = None, **kwargs: Any) -> Any:  # type: ignore[override]
        made = super().schema_helper(name, _, schema=schema, **kwargs)
        described = _docstring(getattr(schema, "declared", None))
        return {"description": described, **made} if made and described else made


def folder_of(schema: type[Schema]) -> str:
    """``products`` for what ``apps/product/products/draft.py`` declares."""
    return getattr(schema, "declared", schema).__module__.split(".")[-2]


def _one_of(converter: OpenAPIConverter, field: wire.Field, **_: Any) -> Json:
    if not isinstance(field, kinds.OneOf):
        return {}
    reference_to: Callable[[type[Schema]], dict[str, str]] = converter.resolve_nested_schema
    members = {tag: reference_to(field.schema(member)) for tag, member in field.members().items()}
    return {
        "oneOf": list({reference["$ref"]: reference for reference in members.values()}.values()),
        "discriminator": {
            "propertyName": field.named_by,
            "mapping": {tag: reference["$ref"] for tag, reference in members.items()},
        },
    }


def _reference(_: OpenAPIConverter, field: wire.Field, **__: Any) -> Json:
    if not isinstance(field, ReferenceField):
        return {}
    return {
        "properties": {
            "typeId": {"type": "string", "enum": list(field.type_ids)},
            "id": {"type": "string"},
            "key": {"type": "string"},
        }
    }


def _portable(_: OpenAPIConverter, field: wire.Field, ret: Json, **__: Any) -> Json:
    """What marshmallow compares as Decimal as a number, and Python's end of a text as everybody's."""
    bounds: Json = {name: float(bound) for name, bound in ret.items() if isinstance(bound, Decimal)}
    return bounds | ({"pattern": ret["pattern"].replace(r"\Z", "$")} if "pattern" in ret else {})


def _docstring(declared: type | None) -> str | None:
    """What was written for a reader; a dataclass without words is given its signature by Python."""
    words = declared.__doc__ if declared else None
    return None if not words or words.startswith(f"{declared.__name__}(") else words.strip()  # type: ignore[union-attr]
