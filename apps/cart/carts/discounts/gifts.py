"""Line items that discounts give: one piece each, for nothing, as long as the discount applies.

https://docs.commercetools.com/api/projects/cartDiscounts#cartdiscountvaluegiftlineitem
"""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from apps.cart.carts.discounts.applied import Applied, Applying
from apps.cart.carts.offers import Offer
from apps.cart.carts.prices import note_tax_category, product_data, selected
from apps.cart.predicates.seen import GIFT
from common.errors import InvalidOperation
from common.pricing.selection import unit_price
from common.resources.context import Context
from common.values.money import cent_precision
from common.values.states import initial_state
from common.wire import dump
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart


def sync_gifts(cart: "Cart", applying: Applying, context: Context) -> None:
    """Take away what is given no more, and add what is given now and was not refused."""
    refused = {each["id"] for each in cart.refused_gifts}
    given = {each.id: each for each in applying.discounts if each.kind == "giftLineItem" and each.id not in refused}
    gifts = [line for line in cart.line_items if is_gift(line)]
    if not given and not gifts:
        return
    held = {gift_of(line): line["id"] for line in reversed(gifts)}  # two carts that became one may both have it
    if gone := {line["id"] for line in gifts if gift_of(line) not in given or held[gift_of(line)] != line["id"]}:
        cart.line_items = [line for line in cart.line_items if line["id"] not in gone]
    new = [line for id, each in given.items() if id not in held and (line := _given(cart, each, context))]
    cart.line_items = [*cart.line_items, *new]
    for line in cart.line_items:
        if is_gift(line):
            line["discountedPricePerQuantity"] = [_for_nothing(line, given[gift_of(line)].reference)]


def refuse_gift(cart: "Cart", line: Json, quantity: int) -> None:
    """The buyer does not want it; of a gift there is one, or none."""
    if quantity:
        raise InvalidOperation("The quantity of a gift line item cannot be changed.")
    cart.refused_gifts = [*cart.refused_gifts, gift_reference(line)]


def is_gift(line: Json) -> bool:
    return bool(line.get("lineItemMode") == GIFT)


def gift_of(line: Json) -> str:
    """The id of the discount that gives it."""
    return str(gift_reference(line)["id"])


def gift_reference(line: Json) -> Json:
    reference: Json = line["discountedPricePerQuantity"][0]["discountedPrice"]["includedDiscounts"][0]["discount"]
    return reference


def _given(cart: "Cart", applied: Applied, context: Context) -> Json | None:
    """None where the product is not there, or has no price for this cart."""
    value = applied.value
    offer = _offer(context.find("product", value["product"]["id"]), value["variantId"])
    channel = value.get("distributionChannel")
    price = offer and selected(offer, cart, channel, context)
    if offer is None or price is None:
        return None
    line: Json = {"id": str(uuid4()), **product_data(offer), "lineItemMode": GIFT, "priceMode": "Platform"}
    line |= {"price": price, "perMethodTaxRate": [], "taxedPricePortions": []}
    line |= {name: value[name] for name in ("supplyChannel", "distributionChannel") if name in value}
    line |= {"quantity": 1, "state": [{"quantity": 1, "state": initial_state(context.project_key)}]}
    line |= {"addedAt": context.now, "lastModifiedAt": context.now}
    line["discountedPricePerQuantity"] = [_for_nothing(line, applied.reference)]
    note_tax_category(cart, line["id"], offer)
    return line


def _offer(product: Json | None, variant_id: int) -> Offer | None:
    """Unlike what shoppers choose themselves, a gift need not be published."""
    current: Any = product["masterData"]["current"] if product else {"variants": ()}
    variants = (*([current["masterVariant"]] if product else ()), *current["variants"])
    found = next((variant for variant in variants if variant["id"] == variant_id), None)
    return Offer(product, found) if product and found else None


def _for_nothing(line: Json, reference: Json) -> Json:
    price = unit_price(line["price"], line["quantity"])
    nothing = cent_precision(price.currency_code, 0)
    included = {"discount": reference, "discountedAmount": dump(price)}
    return {"quantity": line["quantity"], "discountedPrice": {"value": nothing, "includedDiscounts": [included]}}
