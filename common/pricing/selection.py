"""Which of a variant's prices a buyer sees.

https://docs.commercetools.com/api/pricing-and-discounts-overview#line-item-price-selection
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from common.values.money import Money

Price = dict[str, Any]
"""A price as it stands on the wire: a variant has up to a hundred, and one is wanted."""


@dataclass(frozen=True)
class PriceContext:
    """Who asks, from where, when. ``at`` is a time as text (``common.wire.times``)."""

    currency_code: str
    at: str
    country: str | None = None
    customer_group_ids: frozenset[str] = frozenset()
    channel_id: str | None = None

    def accepts(self, price: Price) -> bool:
        """Whether nothing in the price speaks against it; what a price leaves open it leaves open to all."""
        group, channel = price.get("customerGroup"), price.get("channel")
        return (
            price["value"]["currencyCode"] == self.currency_code
            and price.get("country") in (None, self.country)
            and (group is None or group["id"] in self.customer_group_ids)
            and (channel is None or channel["id"] == self.channel_id)
            and price.get("validFrom", self.at) <= self.at
            and ("validUntil" not in price or self.at < price["validUntil"])
        )


def select_price(prices: Iterable[Price], wanted: PriceContext) -> Price | None:
    """The most specific price that fits."""
    return max(filter(wanted.accepts, prices), key=specificity, default=None)


def specificity(price: Price) -> tuple[bool, bool, bool, bool, int, str]:
    """A customer group outweighs a channel, that a country, that a limited time.

    Two prices can still tie, since a buyer may be in several groups: then the lower one is the better offer, and the
    id makes the choice the same each time.
    """
    return (
        "customerGroup" in price,
        "channel" in price,
        "country" in price,
        "validFrom" in price or "validUntil" in price,
        -price["value"]["centAmount"],
        price.get("id", ""),
    )


def unit_price(price: Price, quantity: int) -> Money:
    """What one piece costs when so many are bought."""
    return Money.of(unit_value(price, quantity))


def unit_value(price: Price, quantity: int) -> dict[str, Any]:
    """The same as it stands on the wire: the discounted price, else the highest tier that is reached."""
    if "discounted" in price:
        price = price["discounted"]
    elif "tiers" in price:
        reached = [tier for tier in price["tiers"] if tier["minimumQuantity"] <= quantity]
        price = max(reached, key=lambda tier: int(tier["minimumQuantity"]), default=price)
    value: dict[str, Any] = price["value"]
    return value


def unit_of(item: dict[str, Any]) -> dict[str, Any]:
    """What one piece of a line item or custom line item costs before cart discounts, as on the wire."""
    if "money" in item:
        money: dict[str, Any] = item["money"]
        return money
    return unit_value(item["price"], item["quantity"])
