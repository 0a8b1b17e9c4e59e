"""From a merchant's rates to an order that says how it is shipped, on the whole platform."""

import uuid
from typing import Any

from tests.support.shopping import Shop, code_of

Json = dict[str, Any]


def rate(cents: int) -> Json:
    return {"price": {"currencyCode": "EUR", "centAmount": cents}}


def germany(shop: Shop) -> Json:
    """A place belongs to one zone, and the stack may have met us before."""
    known = shop.insist("GET", "zones", params={"where": 'locations(country = "DE")'}).raise_for_status().json()
    results: list[Json] = known["results"]
    return results[0] if results else shop.make("zones", {"name": "Germany", "locations": [{"country": "DE"}]})


def changed(shop: Shop, path: str, resource: Json, *actions: Json) -> Json:
    body = {"version": resource["version"], "actions": list(actions)}
    after: Json = shop.insist("POST", f"{path}/{resource['id']}", json=body).raise_for_status().json()
    return after


def test_an_order_says_how_it_is_shipped_and_is_refused_once_that_costs_something_else(shop: Shop) -> None:
    zone = {"typeId": "zone", "id": germany(shop)["id"]}
    draft = {
        "name": f"courier-{uuid.uuid4().hex}",
        "taxCategory": {"typeId": "tax-category", "id": shop.tax_category["id"]},
        "isDefault": False,
        "zoneRates": [{"zone": zone, "shippingRates": [rate(595)]}],
    }
    method = shop.make("shipping-methods", draft)
    choice = {"action": "setShippingMethod", "shippingMethod": {"typeId": "shipping-method", "id": method["id"]}}
    hat = shop.hat(stock=5)
    first, second = (changed(shop, "carts", shop.cart({hat: 1}), choice) for _ in range(2))
    order = shop.order(first).raise_for_status().json()
    assert order["shippingInfo"] == first["shippingInfo"]
    assert (order["totalPrice"]["centAmount"], order["taxedShippingPrice"]) == (1595, first["taxedShippingPrice"])
    changed(
        shop,
        "shipping-methods",
        method,
        {"action": "removeShippingRate", "zone": zone, "shippingRate": rate(595)},
        {"action": "addShippingRate", "zone": zone, "shippingRate": rate(695)},
    )
    assert code_of(shop.order(second)) == "PriceChanged"
    renewed = changed(shop, "carts", second, {"action": "recalculate"})
    assert shop.order(renewed).raise_for_status().json()["totalPrice"]["centAmount"] == 1695
