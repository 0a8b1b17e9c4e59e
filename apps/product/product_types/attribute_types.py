"""What values an attribute may have.

https://docs.commercetools.com/api/projects/productTypes#attributetype
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, Union

from common.predicates.shape import Kind, Many, Shape
from common.predicates.shape_of import REFERENCE
from common.values.localized import Localized
from common.values.references import ToProductType
from common.wire.unions import OneOfThese

PlainName = Literal["boolean", "text", "ltext", "number", "money", "date", "time", "datetime"]

ReferenceTypeId = Literal[
    "associate-role",
    "business-unit",
    "cart",
    "cart-discount",
    "category",
    "channel",
    "customer",
    "customer-group",
    "key-value-document",
    "order",
    "product",
    "product-type",
    "review",
    "shipping-method",
    "state",
    "variant",
    "zone",
]


@dataclass(frozen=True)
class PlainEnumValue:
    key: str
    label: str


@dataclass(frozen=True)
class LocalizedEnumValue:
    key: str
    label: Localized


@dataclass(frozen=True)
class PlainType:
    name: PlainName


@dataclass(frozen=True)
class EnumType:
    name: Literal["enum"]
    values: tuple[PlainEnumValue, ...]


@dataclass(frozen=True)
class LocalizedEnumType:
    name: Literal["lenum"]
    values: tuple[LocalizedEnumValue, ...]


@dataclass(frozen=True)
class ReferenceType:
    name: Literal["reference"]
    reference_type_id: ReferenceTypeId


@dataclass(frozen=True)
class NestedType:
    """A list of attributes, of another product type."""

    name: Literal["nested"]
    type_reference: ToProductType


@dataclass(frozen=True)
class SetType:
    """An array without equal elements; sets of sets are possible."""

    name: Literal["set"]
    element_type: "AttributeType"


def _members() -> Mapping[str, type]:
    plain = dict.fromkeys(PlainName.__args__, PlainType)  # type: ignore[attr-defined]
    return plain | {
        "enum": EnumType,
        "lenum": LocalizedEnumType,
        "reference": ReferenceType,
        "nested": NestedType,
        "set": SetType,
    }


_ENUM_VALUE = Shape({"key": Kind.TEXT, "label": Kind.ANY})
_SHAPE = Shape(
    {
        "name": Kind.TEXT,
        "values": Many(_ENUM_VALUE),
        "referenceTypeId": Kind.TEXT,
        "typeReference": REFERENCE,
        "elementType": Kind.ANY,
    }
)

AttributeType = Annotated[
    Union[PlainType, EnumType, LocalizedEnumType, ReferenceType, NestedType, SetType],  # noqa: UP007 (mypy: recursive)
    OneOfThese("name", _members),
    _SHAPE,
]
