"""Embedded prices of a variant: how they are born, and what must hold among them.

https://docs.commercetools.com/api/projects/products#price
"""

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

from apps.product.products.errors import DuplicatePriceKey, DuplicatePriceScope, OverlappingPriceValidity
from common.errors import InvalidField, InvalidOperation
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.values.prices import PriceDraft
from common.wire import dump
from common.wire.json import Json

Prices = list[Json]

MAX_PRICES = 100  # https://docs.commercetools.com/api/limits


def prices_at_rest(drafts: Iterable[PriceDraft], context: Context) -> Prices:
    return check_prices([price_at_rest(draft, context) for draft in drafts])


def price_at_rest(draft: PriceDraft, context: Context) -> Json:
    price: Json = dump(draft)
    if draft.custom:
        price["custom"] = custom_at_rest(draft.custom, "product-price", context)
    if "validFrom" in price and "validUntil" in price and price["validFrom"] >= price["validUntil"]:
        raise InvalidField("validUntil", price["validUntil"])
    check_tiers(price)
    return price


def check_tiers(price: Json) -> None:
    """InvalidField where a tier is in another currency, or two begin at the same quantity."""
    tiers, currency = price.get("tiers") or (), price["value"]["currencyCode"]
    for tier in tiers:
        if tier["value"]["currencyCode"] != currency:
            raise InvalidField("tiers.value.currencyCode", tier["value"]["currencyCode"], [currency])
    quantities = [tier["minimumQuantity"] for tier in tiers]
    if len(set(quantities)) < len(quantities):
        raise InvalidField("tiers.minimumQuantity", max(quantities, key=quantities.count))


def check_prices(prices: Prices) -> Prices:
    """The prices of one variant, if no two of them are for the same buyer at the same time."""
    if len(prices) > MAX_PRICES:
        raise InvalidOperation(f"A variant has at most {MAX_PRICES} prices.")
    for one, other in combinations(prices, 2):
        if "key" in one and one["key"] == other.get("key"):
            raise DuplicatePriceKey(one)
        if scope_of(one) == scope_of(other):
            _check_validity(one, other)
    return prices


def scope_of(price: Json) -> Sequence[Any]:
    """For whom and where a price is; in what time is a question of its own."""
    ids = ((price.get(name) or {}).get("id") for name in ("customerGroup", "channel"))
    return price["value"]["currencyCode"], price.get("country"), *ids


def _check_validity(one: Json, other: Json) -> None:
    """A price for always and one for some time live together: the one for some time goes first."""
    if time_of(one) == time_of(other):
        raise DuplicatePriceScope(one)
    if time_of(one) != ALWAYS != time_of(other) and meet(one, other):
        raise OverlappingPriceValidity.between(other, one)


ALWAYS = (None, None)


def time_of(price: Json) -> tuple[str | None, str | None]:
    return price.get("validFrom"), price.get("validUntil")


def meet(one: Json, other: Json) -> bool:
    """Whether the two times have a moment in common; an end belongs no more to its time."""
    (from_one, until_one), (from_other, until_other) = time_of(one), time_of(other)
    return (from_one or "") < (until_other or "~") and (from_other or "") < (until_one or "~")
