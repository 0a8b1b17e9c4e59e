"""What a cart costs follows from what is in it: one that was made at once costs, line by line, what one costs that came
to be by steps in any order, among them some that were taken back.
"""

from random import Random
from typing import Any

import pytest

Json = dict[str, Any]

CARTS = 12
GOODS = {"hat": 999, "cap": 999, "bag": 1250, "belt": 333, "tie": 4999}


def euros(cents: int) -> Json:
    return {"currencyCode": "EUR", "centAmount": cents}


@pytest.fixture
def shop(api, catalogue):
    """Goods of two tax rates, shipping that is free for enough of them, discounts of all kinds."""
    zone = api.post("zones", {"name": "Germany", "locations": [{"country": "DE"}]})
    rates = [{"name": "VAT", "amount": amount, "includedInPrice": True, "country": "DE"} for amount in (0.19, 0.07)]
    taxes = [{"id": catalogue.tax_category(rate)["id"]} for rate in rates]
    for at, (sku, cents) in enumerate(GOODS.items()):
        catalogue.product(sku=sku, prices=[{"value": euros(cents)}], taxCategory=taxes[at % 2])
    rate = {"price": euros(490), "freeAbove": euros(5000)}
    zone_rates = [{"zone": {"id": zone["id"]}, "shippingRates": [rate]}]
    method = {"name": "Post", "isDefault": False, "taxCategory": taxes[0], "zoneRates": zone_rates}
    every = {"predicate": "1 = 1"}
    several = {**every, "triggerQuantity": 3, "discountedQuantity": 1, "selectionMode": "Cheapest"}
    for order, (asks, value, target) in enumerate(
        [
            ('totalPrice > "52.00 EUR"', {"type": "relative", "permyriad": 1000}, {"type": "lineItems", **every}),
            ("1 = 1", {"type": "relative", "permyriad": 5000}, {"type": "multiBuyLineItems", **several}),
            ("lineItemCount(1 = 1) > 4", {"type": "absolute", "money": [euros(101)]}, {"type": "lineItems", **every}),
            ('totalPrice < "60.00 EUR"', {"type": "absolute", "money": [euros(100)]}, {"type": "shipping"}),
            ('totalPrice > "80.00 EUR"', {"type": "relative", "permyriad": 333}, {"type": "totalPrice"}),
        ]
    ):
        draft = {"name": {"en": "x"}, "cartPredicate": asks, "sortOrder": f"0.{order + 1}"}
        api.post("cart-discounts", draft | {"value": value, "target": target})
    return {"typeId": "shipping-method", "id": api.post("shipping-methods", method)["id"]}


def costs(cart: Json) -> Json:
    """All amounts; what is in a line stands for its random id."""
    lines = {
        line["variant"]["sku"]: (line["totalPrice"], line.get("taxedPrice"), pieces(line)) for line in cart["lineItems"]
    }
    return {name: cart.get(name) for name in ("totalPrice", "taxedPrice", "taxedShippingPrice")} | {"lines": lines}


def pieces(line: Json) -> list[tuple[int, Json]]:
    return [(each["quantity"], each["discountedPrice"]) for each in line["discountedPricePerQuantity"]]


@pytest.mark.parametrize("seed", range(CARTS))
def test_a_cart_costs_the_same_however_it_came_to_be(api, shop, seed):
    luck = Random(seed)
    wanted = {sku: luck.randint(1, 5) for sku in luck.sample(sorted(GOODS), luck.randint(1, 5))}
    address = {"country": "DE"}
    lines = [{"sku": sku, "quantity": quantity} for sku, quantity in wanted.items()]
    draft = {"currency": "EUR", "shippingAddress": address, "shippingMethod": shop, "lineItems": lines}
    at_once = api.post("carts", draft)

    cart = api.post("carts", {"currency": "EUR", "shippingAddress": address})
    steps: list[Json] = [{"action": "setShippingMethod", "shippingMethod": shop}]
    steps += [{"action": "addLineItem", "sku": sku} for sku, quantity in wanted.items() for _ in range(quantity)]
    luck.shuffle(steps)
    for step in steps:
        cart = api.update("carts", cart, step)
        if luck.random() < 0.3:
            cart = api.update("carts", cart, {"action": "addLineItem", "sku": "tie", "quantity": 7})
            back = next(line for line in cart["lineItems"] if line["variant"]["sku"] == "tie")
            cart = api.update("carts", cart, {"action": "removeLineItem", "lineItemId": back["id"], "quantity": 7})
    assert costs(cart) == costs(at_once)
    assert api.update("carts", cart, {"action": "recalculate"}) == cart
