"""Errors of prices and taxes: the request is sound, but there is no amount to charge."""

from dataclasses import dataclass
from typing import ClassVar

from common.errors.api_error import ApiError


class PricingError(ApiError):
    pass


@dataclass
class MoneyOverflow(PricingError):
    """Amounts are 64-bit integers."""

    def __str__(self) -> str:
        return "The amount of money does not fit into 64 bits."


@dataclass
class MatchingPriceNotFound(PricingError):
    """The variant has no price for this currency, country, customer group and channel at this time."""

    private: ClassVar[frozenset[str]] = frozenset()
    product_id: str
    variant_id: int
    currency: str | None = None
    country: str | None = None
    customer_group: dict[str, str] | None = None
    channel: dict[str, str] | None = None

    def __str__(self) -> str:
        group = self.customer_group["id"] if self.customer_group else None
        channel = self.channel["id"] if self.channel else None
        return (
            f"The variant '{self.variant_id}' of product '{self.product_id}' does not contain a price for "
            f"currency '{self.currency}', country {_or_any(self.country)}, "
            f"customer group {_or_any(group)} and channel {_or_any(channel)}."
        )


@dataclass
class MissingTaxRateForCountry(PricingError):
    """Add a rate for the shipping address to the tax category, or change the address."""

    tax_category_id: str
    country: str | None = None
    state: str | None = None

    def __str__(self) -> str:
        place = f"country '{self.country}'" + (f" and state '{self.state}'" if self.state else "")
        return f"Tax category '{self.tax_category_id}' is missing a tax rate for {place}."


@dataclass
class SyntaxError(PricingError):  # the API's name
    """A predicate of a discount or a shipping method cannot be read."""

    private: ClassVar[frozenset[str]] = frozenset({"problem"})
    problem: str

    def __str__(self) -> str:
        return self.problem


@dataclass
class SemanticError(PricingError):
    """Such a predicate asks for what there is not."""

    private: ClassVar[frozenset[str]] = frozenset({"problem"})
    problem: str

    def __str__(self) -> str:
        return self.problem


def _or_any(value: str | None) -> str:
    return f"'{value}'" if value else "(any)"
