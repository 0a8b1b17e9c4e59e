"""What the cart costs, from its lines: done once, after all actions of an update.

Lines are changed in place, as JSON. Tax rates are there already (``tax_rates``).

https://docs.commercetools.com/api/carts-orders-overview
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from apps.cart.carts.discounts.applied import Applied
from apps.cart.carts.discounts.effects import discount_lines, discount_shipping, discount_total
from apps.cart.carts.method_taxes import tax_by_method
from apps.cart.carts.ways import MULTIPLE, Way, ways_of
from common.pricing.lines import Line, Pieces, line_of, total_cents
from common.pricing.selection import unit_of
from common.pricing.shipping import Shipment, shipping_cents
from common.pricing.taxes import Rate, Taxed, reduced, sum_of, tax_on
from common.values.money import cent_precision, exact_cents
from common.values.rounding import RoundingMode
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart

TAXED_BY_RATE = ("Platform", "External")


ShipmentOf = Callable[[int, Way], Shipment]
"""What shipping costs by, given what the goods cost, in cents, and the way they go."""


def reckon(cart: "Cart", shipment_of: ShipmentOf, discounts: Sequence[Applied] | None = None) -> None:
    """Totals of each line, of shipping and of the whole, and the tax on them where it is known.

    ``discounts`` are those that apply; None where what they have taken off is to stand as it is.
    """
    if discounts is not None:
        discount_lines(cart, discounts)
    parts = [_reckon_item(cart, item) for item in cart.items]
    goods_cents = sum(item["totalPrice"]["centAmount"] for item in cart.items)
    ways = ways_of(cart)
    shipping = _reckon_shipping(cart, ways, goods_cents, shipment_of, discounts)
    full_cents = goods_cents + sum(cents_of(cart, way.info) for way in ways)
    if discounts is not None:
        discount_total(cart, full_cents, discounts)
    off_cents = _off_total(cart)
    cart.total_price = cent_precision(cart.currency_code, full_cents - off_cents)
    cart.total_line_item_quantity = sum(item["quantity"] for item in cart.line_items) or None
    taxed = sum_of(shipping)
    if off_cents and taxed:
        taxed = reduced(taxed, off_cents, full_cents, cart.tax_rounding_mode)
    cart.taxed_shipping_price = taxed and taxed.to_json(cart.currency_code)
    cart.taxed_price = _taxed_price(cart, [*parts, *shipping], full_cents)


def line_of_item(item: Json) -> Line:
    """The pieces of a line item or custom line item, by what one of them costs."""
    if item["priceMode"] == "ExternalTotal":
        # The client said what all pieces cost together; one of them has no price of its own.
        return line_of(item["totalPrice"]["centAmount"], 1)
    if item["discountedPricePerQuantity"]:
        return tuple(
            Pieces(exact_cents(each["discountedPrice"]["value"]), each["quantity"])
            for each in item["discountedPricePerQuantity"]
        )
    return line_of(exact_cents(unit_of(item)), item["quantity"])


def cents_of(cart: "Cart", item: Json) -> int:
    """What an item, or the shipping, costs as it is now."""
    if "shippingRate" in item:
        return int(item.get("discountedPrice", {"value": item["price"]})["value"]["centAmount"])
    if item["priceMode"] == "ExternalTotal":
        return int(item["totalPrice"]["centAmount"])
    return _cents_of_line(cart, item, line_of_item(item))


def _cents_of_line(cart: "Cart", item: Json, line: Line) -> int:
    # The API rounds external prices with fractions of a cent in one way, whatever the cart says.
    mode: RoundingMode = "HalfEven" if item["priceMode"] == "ExternalPrice" else cart.price_rounding_mode
    return total_cents(line, mode)


def _reckon_item(cart: "Cart", item: Json) -> Taxed | None:
    line = line_of_item(item)
    cents = _cents_of_line(cart, item, line)
    item["totalPrice"] = cent_precision(cart.currency_code, cents)
    if cart.shipping_mode == MULTIPLE:
        return tax_by_method(cart, item, line, cents, _external_tax)
    return _tax(cart, item, line, cents)


def _reckon_shipping(
    cart: "Cart", ways: Sequence[Way], goods_cents: int, shipment_of: ShipmentOf, discounts: Sequence[Applied] | None
) -> list[Taxed | None]:
    """The tax on each way, the cart's goods being the same for all of them."""
    for way in ways:
        cents = shipping_cents(way.info["shippingRate"], shipment_of(goods_cents, way))
        way.info["price"] = cent_precision(cart.currency_code, cents)
    if discounts is not None and ways:
        discount_shipping(cart, ways, discounts)
    return [_tax(cart, way.info, line_of(cents, 1), cents) for way in ways for cents in [cents_of(cart, way.info)]]


def _tax(cart: "Cart", item: Json, line: Line, cents: int) -> Taxed | None:
    """The tax on an item, also written into it."""
    if cart.tax_mode == "ExternalAmount":
        return _external_tax(item)
    if "taxRate" not in item or cart.tax_mode not in TAXED_BY_RATE:
        item.pop("taxedPrice", None)
        return None
    taxed = tax_on(line, cents, Rate.of(item["taxRate"]), cart.tax_calculation_mode, cart.tax_rounding_mode)
    item["taxedPrice"] = taxed.to_json(cart.currency_code)
    return taxed


def _external_tax(item: Json) -> Taxed | None:
    """What the client said, read back."""
    if "taxedPrice" not in item:
        return None
    taxed = item["taxedPrice"]
    portions = {
        (float(portion["rate"]), portion.get("name", "")): portion["amount"]["centAmount"]
        for portion in taxed["taxPortions"]
    }
    return Taxed(taxed["totalNet"]["centAmount"], taxed["totalGross"]["centAmount"], portions)


def _off_total(cart: "Cart") -> int:
    """What is taken off the whole cart, in cents."""
    told = cart.discount_on_total_price
    return told["discountedAmount"]["centAmount"] if told else 0


def _taxed_price(cart: "Cart", parts: list[Taxed | None], full_cents: int) -> Any:
    """After the discounts on the whole cart, whose net and gross are noted beside their amount."""
    if cart.tax_mode == "ExternalAmount":
        return cart._external_total and _external_total(cart, parts)
    if cart.shipping_address is None and cart.shipping_mode != MULTIPLE:
        return None
    full = taxed = sum_of(parts)
    if full and (off_cents := _off_total(cart)):
        taxed = reduced(full, off_cents, full_cents, cart.tax_rounding_mode)
        cart.discount_on_total_price |= {
            "discountedNetAmount": cent_precision(cart.currency_code, full.net_cents - taxed.net_cents),
            "discountedGrossAmount": cent_precision(cart.currency_code, full.gross_cents - taxed.gross_cents),
        }
    return taxed and taxed.to_json(cart.currency_code)


def _external_total(cart: "Cart", parts: list[Taxed | None]) -> Json:
    """The client's gross for the whole cart; its net is the sum of what is known before tax."""
    told, items = cart._external_total, [*cart.items, *(way.info for way in ways_of(cart))]
    net_cents = sum(part.net_cents if part else cents_of(cart, item) for part, item in zip(parts, items, strict=True))
    gross_cents = told["totalGross"]["centAmount"]
    return {
        "totalNet": cent_precision(cart.currency_code, net_cents),
        "totalGross": told["totalGross"],
        "taxPortions": told["taxPortions"],
        "totalTax": cent_precision(cart.currency_code, gross_cents - net_cents),
    }
