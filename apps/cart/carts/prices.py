"""Which price a line has: the catalogue's for this buyer, or the one that a client set.

https://docs.commercetools.com/api/pricing-and-discounts-overview#line-item-price-selection
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from apps.cart.carts.offers import Offer, Wanted, known_offers
from apps.cart.carts.standalone_prices import TYPE_ID as STANDALONE_PRICE
from apps.cart.carts.standalone_prices import select_standalone
from common.errors import InvalidField
from common.errors.pricing import MatchingPriceNotFound
from common.pricing.selection import Price, PriceContext, select_price
from common.pricing.standalone import is_standalone
from common.replicas import doubt
from common.resources.context import Context
from common.values.money import Money
from common.wire import dump
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart


@dataclass(frozen=True)
class ExternalTotal:
    """``ExternalLineItemTotalPrice``: what one piece costs, and what all of them do, whatever the product is."""

    price: Money
    total_price: Money


def selected(offer: Offer, cart: "Cart", channel: Json | None, context: Context) -> Price | None:
    """The catalogue's price for this cart and, if the line has one, its distribution channel."""
    buyer = PriceContext(
        cart.currency_code,
        context.now,
        cart.country,
        frozenset([cart.customer_group["id"]] if cart.customer_group else []),
        channel["id"] if channel else None,
    )
    if is_standalone(offer.product):
        return select_standalone(offer.variant.get("sku"), cart, buyer, context)
    return select_price(offer.variant.get("prices", ()), buyer)


def price_of(offer: Offer, cart: "Cart", channel: Json | None, context: Context) -> Price:
    """The same; MatchingPriceNotFound if there is none."""
    price = selected(offer, cart, channel, context)
    if price is None:
        missing = MatchingPriceNotFound(
            offer.product["id"],
            offer.variant["id"],
            currency=cart.currency_code,
            country=cart.country,
            customer_group=cart.customer_group,
            channel=channel,
        )
        raise doubt.weighed(missing, STANDALONE_PRICE if is_standalone(offer.product) else "product")
    return price


def reprice(cart: "Cart", lines: Sequence[Json], context: Context, refresh: bool = False) -> None:
    """Select the price of these lines anew; with ``refresh`` also take the product's data over.

    Lines priced from outside stay, and so do lines whose product is not on sale any more.
    """
    lines = [line for line in lines if line["priceMode"] == "Platform"]
    wanted = [Wanted(line["productId"], line["variant"]["id"]) for line in lines]
    channels = {(line["productId"], line["variant"]["id"]): line.get("distributionChannel") for line in lines}

    def has_price(offer: Offer) -> bool:
        channel = channels.get((offer.product["id"], offer.variant["id"]))
        return selected(offer, cart, channel, context) is not None

    for line, offer in zip(lines, known_offers(wanted, context, has_price), strict=True):
        if offer is not None:
            line["price"] = price_of(offer, cart, line.get("distributionChannel"), context)
            if refresh:
                line.update(product_data(offer))
                note_tax_category(cart, line["id"], offer)


def product_data(offer: Offer) -> Json:
    """What a line copies from its product."""
    product, current = offer.product, offer.current
    return {
        "productId": product["id"],
        **({"productKey": product["key"]} if "key" in product else {}),
        "name": current["name"],
        "productSlug": current["slug"],
        "productType": product["productType"],
        "variant": offer.variant,
    }


def note_tax_category(cart: "Cart", line_id: str, offer: Offer) -> None:
    """Remember by what the line is taxed: the line itself does not tell."""
    others = {id: category for id, category in cart._tax_categories.items() if id != line_id}
    cart._tax_categories = others | ({line_id: offer.tax_category_id} if offer.tax_category_id else {})


def set_external_price(cart: "Cart", line: Json, price: Money) -> None:
    check_currency(cart, price, "externalPrice")
    line["priceMode"], line["price"] = "ExternalPrice", _as_price(price)


def set_external_total(cart: "Cart", line: Json, external: ExternalTotal) -> None:
    check_currency(cart, external.price, "externalTotalPrice.price")
    check_currency(cart, external.total_price, "externalTotalPrice.totalPrice")
    line["priceMode"], line["price"] = "ExternalTotal", _as_price(external.price)
    line["totalPrice"] = dump(external.total_price)


def check_currency(cart: "Cart", money: Money, field: str) -> None:
    if money.currency_code != cart.currency_code:
        raise InvalidField(f"{field}.currencyCode", money.currency_code, [cart.currency_code])


def _as_price(value: Money) -> Price:
    return {"id": str(uuid4()), "value": dump(value)}
