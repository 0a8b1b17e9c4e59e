"""What a project decides for its resources, with the defaults of a new one.

https://docs.commercetools.com/api/projects/project
"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from marshmallow.validate import Length, Range, Regexp

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
class ShippingRateInputType:
    """How tiered shipping rates are chosen; ``values`` only with ``CartClassification``."""

    type: Literal["CartValue", "CartClassification", "CartScore"]
    values: list[Any] | None = None
