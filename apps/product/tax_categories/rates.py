"""Tax rates: what share of a price goes to a country, or to a state of it.

https://docs.commercetools.com/api/projects/taxCategories#taxrate
"""

from dataclasses import dataclass
from uuid import uuid4

from common.errors import DuplicateField, InvalidJsonInput, InvalidOperation
from common.values.tax_rates import Share, SubRate, total_share
from common.values.texts import CountryCode, Key
from common.wire import dump
from common.wire.json import Json


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
        return {"id": str(uuid4()), **given, "amount": float(total_share(self.amount, self.sub_rates))}


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
