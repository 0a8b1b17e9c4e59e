"""Tax rates: what share of a price goes to a country, or to a state of it.

https://docs.commercetools.com/api/projects/taxCategories#taxrate
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated
from uuid import uuid4

from marshmallow.validate import Range

from common.errors import DuplicateField, InvalidJsonInput, InvalidOperation
from common.values.texts import CountryCode, Key
from common.wire import dump
from common.wire.json import Json

Share = Annotated[Decimal, Range(0, 1, error="Expected a number between 0 and 1")]


@dataclass(frozen=True)
class SubRate:
    name: str
    amount: Share


@dataclass(frozen=True)
class TaxRateDraft:
    name: str
    included_in_price: bool
    country: CountryCode
    amount: Share | None = None
    state: str | None = None
    key: Key | None = None
    sub_rates: tuple[SubRate, ...] | None = None

    def at_rest(self) -> Json:
        """With an id of its own; an empty state is none."""
        given = {name: value for name, value in dump(self).items() if value != ""}
        return {"id": str(uuid4()), **given, "amount": float(self.total())}

    def total(self) -> Decimal:
        """The amount, or the sum of its parts; both must agree where both are given."""
        if not self.sub_rates:
            if self.amount is None:
                raise InvalidJsonInput("Either amount or subRates is required.")
            return self.amount
        total = sum((part.amount for part in self.sub_rates), Decimal(0))
        if self.amount not in (None, total):
            raise InvalidOperation(f"The subRates add up to {total}, not to the amount {self.amount}.")
        return total


@dataclass(frozen=True)
class TaxRate:
    """A rate at rest."""

    id: str
    name: str
    amount: float
    included_in_price: bool
    country: str
    state: str | None = None
    key: str | None = None
    sub_rates: tuple[SubRate, ...] | None = None


def added(rates: list[Json], draft: TaxRateDraft) -> list[Json]:
    """The rates with one more: one per country and state, one per key."""
    for rate in rates:
        if (rate["country"], rate.get("state")) == (draft.country, draft.state or None):
            raise DuplicateField("country", draft.country)
        if draft.key is not None and rate.get("key") == draft.key:
            raise DuplicateField("key", draft.key)
    return [*rates, draft.at_rest()]


def found(rates: list[Json], id: str | None, key: str | None) -> Json:
    if (id is None) == (key is None):
        raise InvalidJsonInput("Either taxRateId or taxRateKey is required.")
    name, value = ("id", id) if id is not None else ("key", key)
    for rate in rates:
        if rate.get(name) == value:
            return rate
    raise InvalidOperation(f"There is no tax rate with {name} '{value}'.")
