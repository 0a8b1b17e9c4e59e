"""Carts as shoppers see them: their own, at the catalogue's prices; and copies."""

import pytest

from tests.support.api import Api


@pytest.fixture
def shopper(api):
    def who(anonymous_id):
        return Api(api.app, "manage_my_orders", anonymous_id=anonymous_id)

    return who


def test_a_shopper_has_carts_that_no_other_shopper_sees(shopper, catalogue):
    catalogue.product()
    anna, bert = shopper("anna"), shopper("bert")
    cart = anna.post("me/carts", {"currency": "EUR", "key": "mine", "lineItems": [{"sku": "hat"}]})
    assert (cart["anonymousId"], cart["totalPrice"]["centAmount"]) == ("anna", 1000)
    assert anna.get(f"me/carts/{cart['id']}") == anna.get("me/active-cart") == cart
    assert anna.get("me/carts")["total"] == 1
    assert bert.get("me/carts")["total"] == 0
    bert.refused(404, "GET", f"me/carts/{cart['id']}")
    bert.refused(404, "GET", "me/active-cart")
    bert.refused(404, "POST", f"me/carts/{cart['id']}", json={"version": 1, "actions": []})
    bert.refused(404, "DELETE", f"me/carts/{cart['id']}", query_string={"version": 1})
    assert anna.delete("me/carts", cart) == cart


def test_what_is_asked_of_my_carts_holds_beside_their_being_mine(shopper):
    anna = shopper("anna")
    cart = anna.post("me/carts", {"currency": "EUR"})
    shopper("bert").post("me/carts", {"currency": "EUR"})
    assert anna.get("me/carts", where='anonymousId = "anna"')["results"] == [cart]
    for none in ('anonymousId = "bert"', "anonymousId is not defined", 'anonymousId in ("bert", "carl")'):
        assert anna.get("me/carts", where=none)["results"] == []
        assert anna.head("me/carts", where=none) == 404


def test_a_shoppers_token_opens_no_cart_where_merchants_see_them_all(shopper):
    anna = shopper("anna")
    cart = anna.post("me/carts", {"currency": "EUR"})
    for method, path in (("GET", "carts"), ("GET", f"carts/{cart['id']}"), ("DELETE", f"carts/{cart['id']}?version=1")):
        assert anna.refused(403, method, path)["error"] == "insufficient_scope"
    assert anna.refused(403, "POST", "carts", json={"currency": "EUR"})["error"] == "insufficient_scope"


def test_shoppers_fill_their_carts_but_set_no_prices(shopper, catalogue):
    catalogue.product()
    anna = shopper("anna")
    cart = anna.post("me/carts", {"currency": "EUR"})
    cheap = {"currencyCode": "EUR", "centAmount": 1}
    full = anna.update("me/carts", cart, {"action": "addLineItem", "sku": "hat", "key": "line", "externalPrice": cheap})
    assert full["totalPrice"]["centAmount"] == 1000
    more = {"action": "changeLineItemQuantity", "lineItemKey": "line", "quantity": 3, "externalPrice": cheap}
    assert anna.update("me/carts", full, more)["totalPrice"]["centAmount"] == 3000
    forbidden = {"version": full["version"], "actions": [{"action": "setLineItemPrice", "lineItemKey": "line"}]}
    anna.refused(400, "POST", f"me/carts/{cart['id']}", json=forbidden)
    free = {"version": full["version"] + 1, "actions": [{"action": "changeTaxMode", "taxMode": "Disabled"}]}
    anna.refused(400, "POST", f"me/carts/{cart['id']}", json=free)


NOTED = {
    "id": "noted-id",
    "version": 1,
    "key": "noted",
    "resourceTypeIds": ["order", "line-item"],
    "fieldDefinitions": [{"name": "note", "label": {"en": "Note"}, "required": False, "type": {"name": "String"}}],
}
NOTE = {"type": {"typeId": "type", "key": "noted"}}, {"name": "note", "value": "mind the hat"}
SHIPS = {"typeId": "channel", "id": "warehouse"}


def test_shoppers_do_with_their_carts_what_merchants_do(shopper, catalogue):
    hat = catalogue.product()
    catalogue.product(sku="cap")
    catalogue.told("type", NOTED)
    catalogue.told("channel", {"id": "warehouse", "version": 1, "roles": ["InventorySupply"]})
    anna, line, home = shopper("anna"), {"lineItemKey": "line"}, {"key": "home", "country": "DE"}
    cart = anna.post("me/carts", {"currency": "EUR", "lineItems": [{"sku": "hat", "key": "line"}, {"sku": "cap"}]})
    ids = [each["id"] for each in cart["lineItems"]]
    details = {"targets": [{"addressKey": "home", "quantity": 1}]}
    dearer = {"value": {"currencyCode": "EUR", "centAmount": 1200}}
    catalogue.update(hat, {"action": "setPrices", "variantId": 1, "prices": [dearer], "staged": False})
    actions = [
        {"action": "recalculate"},
        {"action": "setCountry", "country": "DE"},
        {"action": "setLocale", "locale": "de"},
        {"action": "setCustomerEmail", "email": "anna@example.com"},
        {"action": "setDeleteDaysAfterLastModification", "deleteDaysAfterLastModification": 3},
        {"action": "addItemShippingAddress", "address": home},
        {"action": "updateItemShippingAddress", "address": home | {"city": "Berlin"}},
        {"action": "setLineItemShippingDetails", **line, "shippingDetails": details},
        {"action": "applyDeltaToLineItemShippingDetailsTargets", **line, "targetsDelta": details["targets"]},
        {"action": "setLineItemSupplyChannel", **line, "supplyChannel": SHIPS},
        {"action": "setLineItemDistributionChannel", **line, "distributionChannel": SHIPS},
        {"action": "setLineItemCustomType", **line, **NOTE[0]},
        {"action": "setLineItemCustomField", **line, **NOTE[1]},
        {"action": "changeLineItemsOrder", "lineItemOrder": ids[::-1]},
        {"action": "changeTaxMode", "taxMode": "External"},
        {"action": "setShippingAddress", "address": {"country": "DE"}},
        {"action": "setBillingAddress", "address": {"country": "DE"}},
        {"action": "setCustomType", **NOTE[0]},
        {"action": "setCustomField", **NOTE[1]},
        {"action": "changeLineItemQuantity", **line, "quantity": 2},
    ]
    cart = anna.update("me/carts", cart, *actions)
    assert cart["version"] == 1 + len(actions)
    assert cart["totalPrice"]["centAmount"] == 2 * 1200 + 1000
    gone = {"action": "setLineItemShippingDetails", **line}
    cart = anna.update("me/carts", cart, gone, {"action": "removeItemShippingAddress", "addressKey": "home"})
    cart = anna.update("me/carts", cart, {"action": "removeLineItem", **line})
    assert len(cart["lineItems"]) == 1
    assert [anna.head(path) for path in ("me/carts", f"me/carts/{cart['id']}", "me/active-cart")] == [200, 200, 200]
    assert shopper("bert").head("me/active-cart") == 404
    copy = {"reference": {"typeId": "cart", "id": cart["id"]}}
    assert anna.post("me/carts/replicate", copy)["anonymousId"] == "anna"
    shopper("bert").refused(400, "POST", "me/carts/replicate", json=copy)


def test_shoppers_use_codes_pay_and_choose_how_it_is_shipped(shopper, api, catalogue):
    catalogue.product()
    tax = catalogue.tax_category()
    zone = api.post("zones", {"name": "Germany", "locations": [{"country": "DE"}]})
    rates = [{"zone": {"id": zone["id"]}, "shippingRates": [{"price": {"currencyCode": "EUR", "centAmount": 500}}]}]
    method = {"name": "Post", "isDefault": False, "taxCategory": {"id": tax["id"]}, "zoneRates": rates}
    method = api.post("shipping-methods", method)
    tenth = {"type": "relative", "permyriad": 1000}
    discount = {"name": {"en": "Ten per cent"}, "value": tenth, "cartPredicate": "1 = 1", "sortOrder": "0.5"}
    lines = {"type": "lineItems", "predicate": "1 = 1"}
    discount = api.post("cart-discounts", {**discount, "target": lines, "requiresDiscountCode": True})
    code = api.post("discount-codes", {"code": "SAVE", "cartDiscounts": [{"id": discount["id"]}]})
    catalogue.told("payment", {"id": "card", "version": 1})
    anna, card = shopper("anna"), {"typeId": "payment", "id": "card"}
    address = {"country": "DE"}
    cart = anna.post("me/carts", {"currency": "EUR", "lineItems": [{"sku": "hat"}], "shippingAddress": address})
    cart = anna.update(
        "me/carts",
        cart,
        {"action": "addDiscountCode", "code": "SAVE"},
        {"action": "addPayment", "payment": card},
        {"action": "setShippingMethod", "shippingMethod": {"id": method["id"]}},
    )
    assert cart["totalPrice"]["centAmount"] == 900 + 500
    assert cart["paymentInfo"] == {"payments": [card]}
    cart = anna.update(
        "me/carts",
        cart,
        {"action": "removeDiscountCode", "discountCode": {"typeId": "discount-code", "id": code["id"]}},
        {"action": "removePayment", "payment": card},
        {"action": "setShippingMethod"},
    )
    assert (cart["totalPrice"]["centAmount"], "paymentInfo" in cart) == (1000, False)


def test_shoppers_pay_with_their_own_payments(shopper, catalogue):
    anna = shopper("anna")
    cart = anna.post("me/carts", {"currency": "EUR"})
    for id, owner in (
        ("berts", {"anonymousId": "bert"}),
        ("carls", {"customer": {"typeId": "customer", "id": "carl"}}),
    ):
        catalogue.told("payment", {"id": id, "version": 1, **owner})
        body = {"version": 1, "actions": [{"action": "addPayment", "payment": {"id": id}}]}
        refused = anna.refused(400, "POST", f"me/carts/{cart['id']}", json=body)
        assert refused["errors"][0]["code"] == "ReferencedResourceNotFound"
    catalogue.told("payment", {"id": "mine", "version": 1, "anonymousId": "anna"})
    paid = anna.update("me/carts", cart, {"action": "addPayment", "payment": {"id": "mine"}})
    assert [payment["id"] for payment in paid["paymentInfo"]["payments"]] == ["mine"]


def test_a_merchants_token_has_no_carts_of_its_own(api):
    assert api.refused(400, "GET", "me/carts")["errors"][0]["code"] == "InvalidOperation"


def test_a_copy_has_the_same_things_at_todays_prices(api, a_cart, catalogue):
    hat = catalogue.product(taxCategory={"id": catalogue.tax_category()["id"]})
    cart = a_cart(lineItems=[{"sku": "hat", "quantity": 2}], shippingAddress={"country": "DE"})
    [price] = hat["masterData"]["current"]["masterVariant"]["prices"]
    new = {"value": {"currencyCode": "EUR", "centAmount": 800}}
    catalogue.update(hat, {"action": "changePrice", "priceId": price["id"], "price": new, "staged": False})
    copy = api.post("carts/replicate", {"reference": {"typeId": "cart", "id": cart["id"]}, "key": "copy"})
    assert (copy["version"], copy["key"], copy["totalPrice"]["centAmount"]) == (1, "copy", 1600)
    assert copy["lineItems"][0]["id"] != cart["lineItems"][0]["id"]
    assert copy["taxedPrice"]["totalGross"]["centAmount"] == 1600
    assert api.get(f"carts/{cart['id']}") == cart


def test_a_token_that_speaks_for_no_shopper_gets_no_cart_of_its_own(api):
    [error] = api.refused(400, "POST", "me/carts", json={"currency": "EUR"})["errors"]
    assert error["code"] == "InvalidOperation"
    assert api.get("carts")["total"] == 0
