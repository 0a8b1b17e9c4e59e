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
    assert anna.get(f"me/carts/{cart['id']}") == anna.get("me/carts/key=mine") == anna.get("me/active-cart") == cart
    assert anna.get("me/carts")["total"] == 1
    assert bert.get("me/carts")["total"] == 0
    bert.refused(404, "GET", f"me/carts/{cart['id']}")
    bert.refused(404, "GET", "me/active-cart")
    bert.refused(404, "POST", f"me/carts/{cart['id']}", json={"version": 1, "actions": []})
    bert.refused(404, "DELETE", f"me/carts/{cart['id']}", query_string={"version": 1})
    assert anna.delete("me/carts", cart) == cart


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
