"""What a project decides for its resources, with the defaults of a new one.

https://docs.commercetools.com/api/projects/project
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from marshmallow.validate import Length, Range, Regexp

from common.errors import DuplicateField, InvalidOperation, RequiredField
from common.values.localized import Localized

RoundingMode = Literal["HalfEven", "HalfUp", "HalfDown"]

Country = Annotated[str, Regexp(r"[A-Z]{2}\Z", error="Expected a country such as DE")]
Currency = Annotated[str, Regexp(r"[A-Z]{3}\Z", error="Expected a currency such as EUR")]
Language = Annotated[str, Regexp(r"[a-z]{2}(-[A-Z]{2})?\Z", error="Expected a locale such as en or en-US")]

Countries = Annotated[tuple[Country, ...], Length(max=300)]
Currencies = Annotated[tuple[Currency, ...], Length(min=1, max=300)]
Languages = Annotated[tuple[Language, ...], Length(min=1, max=300)]

Title = Annotated[str, Length(min=1, max=256)]
Days = Annotated[int, Range(min=1, max=365_250)]
Minutes = Annotated[int, Range(min=1, max=44_640)]


@dataclass(frozen=True)
class Messages:
    enabled: bool = True
    delete_days_after_creation: Annotated[int, Range(min=1, max=90)] = 15


@dataclass(frozen=True)
class Carts:
    delete_days_after_last_modification: Days = 90
    country_tax_rate_fallback_enabled: bool = False
    price_rounding_mode: RoundingMode = "HalfEven"
    tax_rounding_mode: RoundingMode = "HalfEven"


@dataclass(frozen=True)
class ShoppingLists:
    delete_days_after_last_modification: Days = 360


@dataclass(frozen=True)
class Discounts:
    discount_combination_mode: Literal["BestDeal", "Stacking"] = "Stacking"


@dataclass(frozen=True)
class Inventory:
    release_expired_reservations: bool = True
    reservation_expiration_in_minutes: Minutes | None = None


@dataclass(frozen=True)
class CartClass:
    key: str
    label: Localized


@dataclass(frozen=True)
class ShippingRateInputType:
    """How tiered shipping rates are chosen; ``values`` only with ``CartClassification``."""

    type: Literal["CartValue", "CartClassification", "CartScore"]
    values: tuple[CartClass, ...] | None = None

    def __post_init__(self) -> None:
        if self.type == "CartClassification" and not self.values:
            raise RequiredField("shippingRateInputType.values")
        if self.type != "CartClassification" and self.values:
            raise InvalidOperation(f"Carts have no classes where rates are chosen by {self.type}.")
        keys = [each.key for each in self.values or ()]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise DuplicateField("shippingRateInputType.values.key", min(twice))


@dataclass(frozen=True)
class Indexed:
    """Whether one kind of resource is to be searchable."""

    status: Literal["Activated", "Deactivated"] = "Deactivated"
    last_modified_at: datetime | None = None
    last_modified_by: dict | None = None  # type: ignore[type-arg]  # as the resource's own


@dataclass(frozen=True)
class SearchIndexing:
    products: Indexed | None = None
    products_search: Indexed | None = None
    orders: Indexed | None = None
    customers: Indexed | None = None
    business_units: Indexed | None = None


@dataclass(frozen=True)
class BusinessUnits:
    my_business_unit_status_on_creation: Literal["Active", "Inactive"] = "Inactive"
