"""Whether a cart still costs what the catalogue asks: looked at once more when it is ordered.

Prices from outside are the client's own affair, and those of a frozen cart were to stand still.

https://docs.commercetools.com/api/errors#pricechanged
"""

from apps.cart.carts.document import Cart
from apps.cart.carts.offers import Offer, Wanted, known_offers
from apps.cart.carts.prices import selected
from apps.cart.carts.shipping import rate_has_changed
from apps.cart.carts.standalone_prices import ask_again
from apps.cart.carts.tax_rates import items_taxed_otherwise
from common.errors.checkout import PriceChanged
from common.pricing.selection import unit_price
from common.pricing.standalone import is_standalone
from common.resources.context import Context
from common.wire.json import Json


def check_prices(cart: Cart, context: Context) -> None:
    """PriceChanged names the line items whose price or tax rate is another by now."""
    if cart.cart_state == "Frozen":
        return
    dearer = lines_priced_otherwise(cart, context) + items_taxed_otherwise(cart, context)
    shipping = rate_has_changed(cart, context) or any("id" not in item for item in dearer)
    if dearer or shipping:
        ids = {item["id"] for item in dearer if "id" in item}
        changed = [line["id"] for line in cart.line_items if line["id"] in ids]
        raise PriceChanged(changed, shipping=shipping)


def lines_priced_otherwise(cart: Cart, context: Context) -> list[Json]:
    """A line whose product is not on sale any more keeps its price."""
    lines = [line for line in cart.line_items if line["priceMode"] == "Platform"]
    wanted = [Wanted(line["productId"], line["variant"]["id"]) for line in lines]

    def costs_as_much(offer: Offer) -> bool:
        return not any(_differs(line, offer, cart, context) for line in lines if _is_of(line, offer))

    offers = known_offers(wanted, context, costs_as_much)
    found = list(zip(lines, offers, strict=True))
    apart = [offer for line, offer in found if offer and _is_apart(line, offer, cart, context)]
    ask_again([offer.variant["sku"] for offer in apart], context)
    return [line for line, offer in found if offer and _differs(line, offer, cart, context)]


def _is_apart(line: Json, offer: Offer, cart: Cart, context: Context) -> bool:
    """Whether a price that stands apart from its product seems to have changed."""
    return is_standalone(offer.product) and "sku" in offer.variant and _differs(line, offer, cart, context)


def _is_of(line: Json, offer: Offer) -> bool:
    return bool(line["productId"] == offer.product["id"] and line["variant"]["id"] == offer.variant["id"])


def _differs(line: Json, offer: Offer, cart: Cart, context: Context) -> bool:
    price = selected(offer, cart, line.get("distributionChannel"), context)
    return price is None or unit_price(price, line["quantity"]) != unit_price(line["price"], line["quantity"])
