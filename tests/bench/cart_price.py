"""What it costs to price a large cart: fifty lines, ten discounts, taxes; CPU alone, no database.

Not one of the ten is like another: percentages, amounts, a multi-buy, shipping and the whole cart, each with predicates
of its own.
"""

import time
from typing import Any

from apps.cart.carts.discounts.candidates import chosen
from apps.cart.carts.document import Cart
from apps.cart.carts.reckoning import reckon
from apps.cart.predicates import SeenCart
from common.pricing.shipping import Shipment
from common.resources.context import Context
from common.values.money import cent_precision

Json = dict[str, Any]

LINES, TIMES, ROUNDS = 50, 100, 7
TARGET_MILLISECONDS = 2.0
RATE = {"name": "VAT", "amount": 0.19, "includedInPrice": True, "country": "DE"}
ALL_LINES = {"type": "lineItems", "predicate": "1 = 1"}
THREE_FOR_TWO = {"type": "multiBuyLineItems", "predicate": "1 = 1", "selectionMode": "Cheapest"}
THREE_FOR_TWO |= {"triggerQuantity": 3, "discountedQuantity": 1, "maxOccurrence": 3}


def euros(cents: int) -> Json:
    return cent_precision("EUR", cents)


def per_cent(share: int) -> Json:
    return {"type": "relative", "permyriad": share * 100}


def of_lines(predicate: str) -> Json:
    return {"type": "lineItems", "predicate": predicate}


DISCOUNTS = (
    ("1 = 1", per_cent(5), ALL_LINES),
    ('lineItemTotal(1 = 1) > "100.00 EUR"', per_cent(4), of_lines("quantity > 1")),
    ("lineItemCount(quantity > 2) > 10", per_cent(3), of_lines('attributes.colour = "red"')),
    ('currency = "EUR"', per_cent(2), of_lines('sku in ("sku-1", "sku-2", "sku-3")')),
    ('country = "DE"', {"type": "absolute", "money": [euros(5000)]}, of_lines('price > "12.00 EUR"')),
    ("customer.id is not defined", per_cent(1), of_lines('sku != "sku-7"')),
    ('lineItemExists(sku = "sku-9") = true', per_cent(100), THREE_FOR_TWO),
    ('totalPrice > "10.00 EUR"', {"type": "absolute", "money": [euros(999)]}, of_lines("quantity < 5")),
    ('shippingAddress.country = "DE"', per_cent(50), {"type": "shipping"}),
    ("true = true", per_cent(10), {"type": "totalPrice"}),
)


def price_milliseconds() -> float:
    """The CPU time of one pricing, in the best of several rounds: the others were disturbed."""
    cart, discounts, context = a_cart(), candidates(), Context("bench", {}, None)

    def price() -> None:
        reckon(cart, lambda cents, _: Shipment(cents), chosen(discounts, SeenCart(cart, context)).discounts)

    price()  # predicates are read once
    assert cart.discount_on_total_price
    assert all(line["discountedPricePerQuantity"] for line in cart.line_items)
    return min(_cpu_seconds(price) for _ in range(ROUNDS)) / TIMES * 1000


def _cpu_seconds(price: Any) -> float:
    before = time.process_time()
    for _ in range(TIMES):
        price()
    return time.process_time() - before


def a_cart() -> Cart:
    shipping = {"shippingMethodName": "Post", "price": euros(500), "shippingRate": {"price": euros(500), "tiers": []}}
    return Cart(
        project_key="bench",
        country="DE",
        line_items=[_line(number) for number in range(LINES)],
        total_price=euros(0),
        shipping_address={"country": "DE"},
        shipping_info={**shipping, "taxRate": RATE},
    )


def _line(number: int) -> Json:
    colour = {"key": "red" if number % 2 else "blue", "label": "a colour"}
    return {
        "id": f"line-{number}",
        "productId": f"product-{number}",
        "productType": {"typeId": "product-type", "id": "hats"},
        "variant": {"id": 1, "sku": f"sku-{number}", "attributes": [{"name": "colour", "value": colour}]},
        "price": {"id": "price", "value": euros(1000 + number * 37)},
        "priceMode": "Platform",
        "lineItemMode": "Standard",
        "quantity": 1 + number % 5,
        "discountedPricePerQuantity": [],
        "taxRate": RATE,
    }


def candidates() -> list[Json]:
    return [
        {
            "id": f"discount-{number}",
            "isActive": True,
            "requiresDiscountCode": False,
            "stores": [],
            "cartPredicate": asks,
            "value": value,
            "target": target,
            "stackingMode": "Stacking",
        }
        for number, (asks, value, target) in enumerate(DISCOUNTS)
    ]
