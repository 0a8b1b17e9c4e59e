"""The share of a price that a state takes, in one part or in several.

https://docs.commercetools.com/api/projects/taxCategories#taxrate
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

from marshmallow.validate import Range

from common.errors import InvalidJsonInput, InvalidOperation
from common.values.texts import CountryCode
from common.wire import dump
from common.wire.json import Json

Share = Annotated[Decimal, Range(0, 1, error="Expected a number between 0 and 1")]


@dataclass(frozen=True)
class SubRate:
    name: str
    amount: Share


@dataclass(frozen=True)
class TaxRate:
    """A rate at rest. One that came from outside has no id."""

    name: str
    amount: float
    included_in_price: bool
    country: str
    id: str | None = None
    key: str | None = None
    state: str | None = None
    sub_rates: tuple[SubRate, ...] | None = None


@dataclass(frozen=True)
class ExternalTaxRateDraft:
    """A rate that the client reckoned by itself, for carts of tax mode External."""

    name: str
    country: CountryCode
    amount: Share | None = None
    included_in_price: bool = False
    state: str | None = None
    sub_rates: tuple[SubRate, ...] | None = None

    def at_rest(self) -> Json:
        return dump(self) | {"amount": float(total_share(self.amount, self.sub_rates))}


@dataclass(frozen=True)
class MethodExternalTaxRateDraft:
    """A rate of the client's own for what goes by this of several shipping methods."""

    shipping_method_key: str
    tax_rate: ExternalTaxRateDraft | None = None


def total_share(amount: Decimal | None, sub_rates: tuple[SubRate, ...] | None) -> Decimal:
    """The amount, or the sum of its parts; both must agree where both are given."""
    if not sub_rates:
        if amount is None:
            raise InvalidJsonInput("Either amount or subRates is required.")
        return amount
    total = sum((part.amount for part in sub_rates), Decimal(0))
    if amount not in (None, total):
        raise InvalidOperation(f"The subRates add up to {total}, not to the amount {amount}.")
    return total
