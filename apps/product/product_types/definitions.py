"""Attribute definitions: what they say of an attribute, and what must hold among them.

https://docs.commercetools.com/api/projects/productTypes#attributedefinition
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Literal

from marshmallow.validate import Regexp

from apps.product.product_types.attribute_types import AttributeType
from apps.product.product_types.errors import DuplicateEnumValues
from common.errors import InvalidOperation
from common.values.localized import Localized
from common.values.texts import KEY
from common.wire import dump
from common.wire.json import Json

AttributeName = Annotated[str, Regexp(KEY, error="Expected 2 to 256 letters, digits, hyphens and underscores")]
Constraint = Literal["None", "Unique", "CombinationUnique", "SameForAll"]
InputHint = Literal["SingleLine", "MultiLine"]
Level = Literal["Product", "Variant"]

MAX_SETS_OF_NESTED = 5  # https://docs.commercetools.com/api/projects/productTypes#attributesettype


@dataclass(frozen=True)
class AttributeDefinition:
    """As a draft, and as stored: the draft's defaults are all that is between them.

    ``attribute_constraint`` is what must hold among the variants of one product.
    """

    type: AttributeType
    name: AttributeName
    label: Localized
    is_required: bool = False
    level: Level = "Variant"
    attribute_constraint: Constraint = "None"
    input_tip: Localized | None = None
    input_hint: InputHint = "SingleLine"
    is_searchable: bool = True


def definition_at_rest(definition: AttributeDefinition) -> Json:
    """The definition as JSON; DuplicateEnumValues or InvalidOperation if it contradicts itself."""
    at_rest: Json = dump(definition)
    if values := enum_values(at_rest["type"]):
        check_enum_keys(values)
    constrained = definition.attribute_constraint != "None"
    if constrained and definition.level == "Product":
        raise InvalidOperation(f"The product attribute '{definition.name}' cannot have a constraint among variants.")
    if innermost(at_rest["type"])["name"] == "nested":
        if constrained:
            raise InvalidOperation(f"The nested attribute '{definition.name}' cannot have a constraint.")
        if _sets(at_rest["type"]) > MAX_SETS_OF_NESTED:
            raise InvalidOperation(f"The nested attribute '{definition.name}' is in too many sets.")
    return at_rest


def check_enum_keys(values: Iterable[Json]) -> None:
    keys = Counter(value["key"] for value in values)
    if duplicates := [key for key, times in keys.items() if times > 1]:
        raise DuplicateEnumValues(duplicates)


def enum_values(declared: Json) -> list[Json]:
    """The values of an enum, or of a set of enums; none for other types."""
    values: list[Json] = innermost(declared).get("values", [])
    return values


def innermost(declared: Json) -> Json:
    """What the elements of a set (of a set …) are; any other type itself."""
    while declared["name"] == "set":
        declared = declared["elementType"]
    return declared


def _sets(declared: Json) -> int:
    return 1 + _sets(declared["elementType"]) if declared["name"] == "set" else 0


def kind_of(declared: Json) -> Json:
    """The type without its enum values: what two attributes of one name in a project must have in common."""
    if declared["name"] == "set":
        return {"name": "set", "elementType": kind_of(declared["elementType"])}
    return {name: value for name, value in declared.items() if name != "values"}
