"""What may be wrong among the variants of a product.

https://docs.commercetools.com/api/errors#products
"""

from dataclasses import dataclass
from typing import ClassVar

from common.errors import ApiError, InvalidField
from common.wire.json import Json


@dataclass
class InvalidAttribute(InvalidField):
    """A value that its attribute does not admit; ``field`` is the attribute's name."""

    code: ClassVar[str] = "InvalidField"
    private: ClassVar[frozenset[str]] = frozenset({"reason"})
    reason: str = ""

    def __str__(self) -> str:
        return f"The value {self.invalid_value} is not valid for field {self.field}: {self.reason}."


@dataclass
class DuplicatePriceScope(ApiError):
    conflicting_price: Json

    def __str__(self) -> str:
        return (
            "Two prices of a variant are for the same currency, country, customer group and channel at the same time."
        )


@dataclass
class DuplicatePriceKey(ApiError):
    conflicting_price: Json

    def __str__(self) -> str:
        return f"Two prices of a variant have the key '{self.conflicting_price['key']}'."


@dataclass
class OverlappingPriceValidity(ApiError):
    """Two prices for the same buyers, in times that meet."""

    conflicting_price: str
    currency: str
    country: str | None = None
    customer_group: Json | None = None
    channel: Json | None = None
    valid_from: str | None = None
    valid_until: str | None = None
    conflicting_valid_from: str | None = None
    conflicting_valid_until: str | None = None

    def __str__(self) -> str:
        return f"The validity of the price overlaps with that of the price '{self.conflicting_price}'."

    @classmethod
    def between(cls, price: Json, conflicting: Json) -> "OverlappingPriceValidity":
        return cls(
            conflicting["id"],
            price["value"]["currencyCode"],
            price.get("country"),
            price.get("customerGroup"),
            price.get("channel"),
            price.get("validFrom"),
            price.get("validUntil"),
            conflicting.get("validFrom"),
            conflicting.get("validUntil"),
        )


@dataclass
class DuplicateAttributeValue(ApiError):
    """Of an attribute with the constraint Unique."""

    attribute: Json

    def __str__(self) -> str:
        return f"The value of the attribute '{self.attribute['name']}' must differ in every variant of the product."


@dataclass
class DuplicateAttributeValues(ApiError):
    """Of the attributes with the constraint CombinationUnique, taken together."""

    attributes: list[Json]

    def __str__(self) -> str:
        names = ", ".join(attribute["name"] for attribute in self.attributes)
        return f"The values of the attributes {names}, taken together, must differ in every variant of the product."


@dataclass
class DuplicateVariantValues(ApiError):
    variant_values: Json

    def __str__(self) -> str:
        return "Two variants of the product have the same sku, key, prices, attributes and images."
