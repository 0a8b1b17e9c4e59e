"""Carts of shipping mode Multiple: each way of shipping has an address, a price and taxes of its own."""

from uuid import uuid4

import pytest

from common.contracts.checkout import ClaimCart
from workers.cart.ordering import claim_cart

GERMANY, TEXAS = {"country": "DE"}, {"country": "US", "state": "TX"}
HOME, OFFICE = {"key": "home", "country": "DE"}, {"key": "office", "country": "US"}


def euros(cents):
    return {"currencyCode": "EUR", "centAmount": cents}


def cents(money):
    return money["centAmount"]


def to(address, way, quantity):
    return {"addressKey": address, "shippingMethodKey": way, "quantity": quantity}


@pytest.fixture
def tax(catalogue):
    """19 per cent within the price in Germany, 10 beside it in America."""
    category = catalogue.tax_category()
    catalogue.product(taxCategory={"id": category["id"]})
    return category


@pytest.fixture
def by_post(api, tax):
    """The action that adds a method of the merchant's that reaches Germany for 5 €."""
    zone = api.post("zones", {"name": "Germany", "locations": [GERMANY]})
    rates = [{"zone": {"id": zone["id"]}, "shippingRates": [{"price": euros(500)}]}]
    draft = {"name": "Post", "isDefault": False, "taxCategory": {"id": tax["id"]}, "zoneRates": rates}
    method = api.post("shipping-methods", draft)
    action = {"action": "addShippingMethod", "shippingKey": "post", "shippingAddress": GERMANY}
    return action | {"shippingMethod": {"id": method["id"]}}


@pytest.fixture
def by_air(tax):
    """The action that adds one of the client's own, for 20 € to America."""
    action = {"action": "addCustomShippingMethod", "shippingKey": "air", "shippingAddress": TEXAS}
    rate = {"shippingMethodName": "Air", "shippingRate": {"price": euros(2000)}}
    return action | rate | {"taxCategory": {"id": tax["id"]}}


@pytest.fixture
def several(a_cart, tax):
    def make(**more):
        line = {"sku": "hat", "key": "line", "quantity": 3}
        draft = {"shippingMode": "Multiple", "lineItems": [line], "itemShippingAddresses": [HOME, OFFICE]}
        return a_cart(**draft | more)

    return make


def sent(*targets):
    return {
        "action": "setLineItemShippingDetails",
        "lineItemKey": "line",
        "shippingDetails": {"targets": list(targets)},
    }


def code_of(refusal):
    return refusal["errors"][0]["code"]


def refusal(api, cart, *actions):
    body = {"version": cart["version"], "actions": list(actions)}
    return code_of(api.refused(400, "POST", f"carts/{cart['id']}", json=body))


def test_each_piece_is_taxed_where_it_goes(api, several, by_post, by_air):
    cart = api.update("carts", several(), by_post, by_air)
    assert [each["shippingKey"] for each in cart["shipping"]] == ["post", "air"]
    [line] = cart["lineItems"]
    rates = {each["shippingMethodKey"]: each["taxRate"]["amount"] for each in line["perMethodTaxRate"]}
    assert rates == {"post": 0.19, "air": 0.1}
    assert ("taxedPrice" in cart, line["taxedPricePortions"]) == (False, [])
    assert cents(cart["totalPrice"]) == 3000 + 500 + 2000

    cart = api.update("carts", cart, sent(to("home", "post", 1), to("office", "air", 2)))
    [line] = cart["lineItems"]
    portions = {each["shippingMethodKey"]: each["taxedPrice"] for each in line["taxedPricePortions"]}
    assert {key: (cents(each["totalNet"]), cents(each["totalGross"])) for key, each in portions.items()} == {
        "post": (840, 1000),
        "air": (2000, 2200),
    }
    assert (cents(line["taxedPrice"]["totalNet"]), cents(line["taxedPrice"]["totalGross"])) == (2840, 3200)
    assert cents(cart["taxedShippingPrice"]["totalGross"]) == 500 + 2200
    assert cents(cart["taxedPrice"]["totalGross"]) == 3200 + 500 + 2200
    assert cents(cart["taxedPrice"]["totalNet"]) == 2840 + 420 + 2000


def test_a_cart_is_born_with_its_ways(api, several, by_post, by_air):
    ways = {
        "shipping": [_draft(by_post)],
        "customShipping": [_draft(by_air)],
        "lineItems": [
            {
                "sku": "hat",
                "quantity": 2,
                "shippingDetails": {"targets": [to("home", "post", 1), to("office", "air", 1)]},
            }
        ],
    }
    cart = several(**ways)
    assert cents(cart["taxedPrice"]["totalGross"]) == 1000 + 1100 + 500 + 2200
    assert cart["shippingMode"] == "Multiple"
    copy = api.post("carts/replicate", {"reference": {"typeId": "cart", "id": cart["id"]}})
    assert cents(copy["taxedPrice"]["totalGross"]) == cents(cart["taxedPrice"]["totalGross"])


def _draft(action):
    given = {name: value for name, value in action.items() if name not in ("action", "shippingKey")}
    return {"key": action["shippingKey"], **given}


def test_a_way_that_goes_takes_its_targets_along(api, several, by_post, by_air):
    cart = api.update("carts", several(), by_post, by_air, sent(to("home", "post", 1), to("office", "air", 2)))
    cart = api.update("carts", cart, {"action": "removeShippingMethod", "shippingKey": "air"})
    [line] = cart["lineItems"]
    assert line["shippingDetails"] == {"targets": [to("home", "post", 1)], "valid": False}
    assert [each["shippingMethodKey"] for each in line["taxedPricePortions"]] == ["post"]
    assert ("taxedPrice" in line, "taxedPrice" in cart) == (False, False)
    assert cents(cart["totalPrice"]) == 3500


def test_modes_do_not_mix(api, a_cart, several, by_post, by_air):
    single = a_cart(shippingAddress=GERMANY)
    for action in (by_post, by_air, {"action": "removeShippingMethod", "shippingKey": "post"}):
        assert refusal(api, single, action) == "InvalidOperation"
    multiple = api.update("carts", several(shippingAddress=GERMANY), by_post)
    method = {"action": "setShippingMethod", "shippingMethod": by_post["shippingMethod"]}
    assert refusal(api, multiple, method) == "InvalidOperation"
    assert refusal(api, multiple, by_post) == "DuplicateField"
    assert refusal(api, multiple, sent({"addressKey": "home", "quantity": 1})) == "InvalidOperation"
    assert refusal(api, multiple, sent(to("home", "balloon", 1))) == "InvalidField"
    assert refusal(api, multiple, {"action": "setShippingCustomType"}) == "InvalidOperation"
    elsewhere = by_post | {"shippingKey": "other", "shippingAddress": {"country": "US"}}
    assert refusal(api, multiple, elsewhere) == "InvalidOperation"
    draft = {"currency": "EUR", "shipping": [_draft(by_post)]}
    assert code_of(api.refused(400, "POST", "carts", json=draft)) == "InvalidOperation"


def test_a_rate_is_only_missed_where_pieces_go(api, several, by_air):
    cart = api.update("carts", several(), by_air | {"shippingAddress": {"country": "FR"}, "taxCategory": None})
    [line] = cart["lineItems"]
    assert line["perMethodTaxRate"] == [{"shippingMethodKey": "air"}]
    assert refusal(api, cart, sent(to("home", "air", 1))) == "MissingTaxRateForCountry"


def test_a_discount_on_shipping_is_shared_by_what_each_way_costs(api, several, by_post, by_air):
    discount = {"name": {"en": "Ship"}, "cartPredicate": "1 = 1", "sortOrder": "0.5", "target": {"type": "shipping"}}
    api.post("cart-discounts", {**discount, "value": {"type": "absolute", "money": [euros(501)]}})
    cart = api.update("carts", several(), by_post, by_air)
    prices = [cents(each["shippingInfo"]["discountedPrice"]["value"]) for each in cart["shipping"]]
    assert prices == [500 - 100, 2000 - 401]
    assert cents(cart["totalPrice"]) == 3000 + 2500 - 501


def test_clients_say_the_rates_of_each_way(api, several, by_post, by_air):
    vat = {"name": "VAT", "country": "DE", "amount": 0.2, "includedInPrice": True}
    line = {"sku": "hat", "key": "line", "quantity": 3}
    line |= {"perMethodExternalTaxRate": [{"shippingMethodKey": "post", "taxRate": vat}]}
    cart = several(taxMode="External", lineItems=[line])
    cart = api.update(
        "carts",
        cart,
        by_post | {"externalTaxRate": vat},
        by_air,
        {"action": "setShippingMethodTaxRate", "shippingKey": "air", "externalTaxRate": vat},
        sent(to("home", "post", 1), to("office", "air", 2)),
        {"action": "setLineItemTaxRate", "lineItemKey": "line", "shippingKey": "air", "externalTaxRate": vat},
    )
    assert cents(cart["taxedPrice"]["totalGross"]) == 5500
    assert cents(cart["taxedPrice"]["totalNet"]) == 833 + 1667 + 417 + 1667
    unnamed = {"action": "setLineItemTaxRate", "lineItemKey": "line", "externalTaxRate": vat}
    assert refusal(api, cart, unnamed) == "InvalidOperation"


def test_clients_say_the_taxes_of_each_way(api, several, by_air):
    vat = {"name": "VAT", "country": "US", "amount": 0.1}
    amount = lambda gross: {"externalTaxAmount": {"totalGross": euros(gross), "taxRate": vat}}  # noqa: E731
    cart = api.update(
        "carts",
        several(taxMode="ExternalAmount"),
        by_air,
        sent(to("office", "air", 3)),
        {"action": "setLineItemTaxAmount", "lineItemKey": "line", "shippingKey": "air", **amount(3300)},
        {"action": "setShippingMethodTaxAmount", "shippingKey": "air", **amount(2200)},
        {"action": "setCartTotalTax", "externalTotalGross": euros(5500)},
    )
    [line] = cart["lineItems"]
    assert cents(line["taxedPrice"]["totalNet"]) == 3000
    assert cents(cart["taxedPrice"]["totalNet"]) == 5000


def test_a_way_has_custom_fields_and_says_when_it_arrives(api, several, by_post, by_air, catalogue):
    field = {"name": "note", "label": {"en": "Note"}, "required": False, "type": {"name": "String"}}
    notes = {"id": "notes", "version": 1, "key": "notes", "resourceTypeIds": ["shipping"], "fieldDefinitions": [field]}
    catalogue.told("type", notes)
    soon = {"from": "2030-01-01T00:00:00.000Z"}
    cart = api.update(
        "carts",
        several(),
        by_post | {"estimatedDelivery": soon},
        by_air,
        {"action": "setShippingCustomType", "shippingKey": "air", "type": {"typeId": "type", "key": "notes"}},
        {"action": "setShippingCustomField", "shippingKey": "air", "name": "note", "value": "fragile"},
        {"action": "setEstimatedDelivery", "shippingKey": "air", "estimatedDelivery": soon},
    )
    post, air = cart["shipping"]
    assert air["shippingCustomFields"]["fields"] == {"note": "fragile"}
    assert "shippingCustomFields" not in post
    assert post["shippingInfo"]["estimatedDelivery"] == air["shippingInfo"]["estimatedDelivery"] == soon


def test_only_what_goes_somewhere_whole_is_ordered(api, several, by_post):
    cart = api.update("carts", several(), by_post)
    assert _claimed(cart).refusal["errors"][0]["code"] == "InvalidItemShippingDetails"
    cart = api.update("carts", cart, sent(to("home", "post", 2)))
    assert _claimed(cart).refusal["errors"][0]["itemId"] == cart["lineItems"][0]["id"]
    cart = api.update("carts", cart, sent(to("home", "post", 3)))
    answer = _claimed(cart)
    assert answer.outcome == "done"
    assert answer.learned["cart"]["shipping"] == cart["shipping"]


def _claimed(cart):
    return claim_cart(ClaimCart(str(uuid4()), "shop", cart_version=cart["version"], cart_id=cart["id"]))
