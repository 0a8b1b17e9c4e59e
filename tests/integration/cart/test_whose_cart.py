"""Carts of customers, and custom fields wherever a cart may have them."""

import pytest

from apps.cart.neighbours import neighbours
from tests.support.api import PROJECT, Api

CUSTOMER = {"id": "anna", "version": 1, "customerGroup": {"typeId": "customer-group", "id": "vip"}}
FOR_ALL = {
    "id": "1",
    "value": {"type": "centPrecision", "currencyCode": "EUR", "centAmount": 1000, "fractionDigits": 2},
}
FOR_VIP = {
    "id": "2",
    "value": {"type": "centPrecision", "currencyCode": "EUR", "centAmount": 700, "fractionDigits": 2},
    "customerGroup": {"typeId": "customer-group", "id": "vip"},
}


@pytest.fixture
def customer(api):
    """As the customer service's events would tell of one."""
    neighbours.replicas.write(PROJECT, "customer", CUSTOMER)
    neighbours.replicas.write(PROJECT, "customer-group", {"id": "vip", "version": 1, "key": "vip"})
    return CUSTOMER


@pytest.fixture
def a_hat_that_vips_get_for_less(catalogue):
    hat = catalogue.product()
    hat["masterData"]["current"]["masterVariant"]["prices"] = [FOR_ALL, FOR_VIP]
    return catalogue.told("product", hat | {"version": hat["version"] + 1})


@pytest.mark.usefixtures("a_hat_that_vips_get_for_less")
def test_with_the_customer_come_the_prices_of_the_group(api, a_cart, customer):
    cart = a_cart(lineItems=[{"sku": "hat"}], anonymousId="someone")
    assert cart["totalPrice"]["centAmount"] == 1000
    known = api.update("carts", cart, {"action": "setCustomerId", "customerId": "anna"})
    assert (known["customerGroup"]["id"], known["totalPrice"]["centAmount"]) == ("vip", 700)
    assert "anonymousId" not in known
    assert api.get("carts/customer-id=anna") == known
    nobody = api.update("carts", known, {"action": "setCustomerId"})
    assert nobody["totalPrice"]["centAmount"] == 1000
    api.refused(404, "GET", "carts/customer-id=anna")


@pytest.mark.usefixtures("a_hat_that_vips_get_for_less", "customer")
def test_a_group_alone_is_enough_for_its_prices(api, a_cart):
    cart = a_cart(lineItems=[{"sku": "hat"}], customerGroup={"key": "vip"})
    assert cart["totalPrice"]["centAmount"] == 700
    assert api.update("carts", cart, {"action": "setCustomerGroup"})["totalPrice"]["centAmount"] == 1000


@pytest.mark.usefixtures("customer")
def test_a_customer_is_not_anonymous_and_has_no_other_group(api, a_cart):
    cart = a_cart(customerId="anna")
    for action in ({"action": "setAnonymousId", "anonymousId": "x"}, {"action": "setCustomerGroup"}):
        body = {"version": 1, "actions": [action]}
        assert api.refused(400, "POST", f"carts/{cart['id']}", json=body)["errors"][0]["code"] == "InvalidOperation"


def test_an_unknown_customer_is_refused(api):
    refused = api.refused(400, "POST", "carts", json={"currency": "EUR", "customerId": "nobody"})["errors"][0]
    assert (refused["code"], refused["typeId"]) == ("ReferencedResourceNotFound", "customer")


@pytest.mark.usefixtures("customer")
def test_a_customers_token_makes_the_customers_cart(api):
    anna = Api(api.app, "manage_my_orders", customer_id="anna")
    cart = anna.post("me/carts", {"currency": "EUR"})
    assert (cart["customerId"], cart["createdBy"]["customer"]["id"]) == ("anna", "anna")
    assert anna.get("me/active-cart") == api.get("carts/customer-id=anna") == cart


CARRIERS = ["order", "line-item", "custom-line-item", "address", "shipping"]


@pytest.fixture
def note(api):
    definition = {"name": "note", "label": {"en": "Note"}, "required": False, "type": {"name": "String"}}
    kind = {"id": "notes", "version": 1, "key": "notes", "resourceTypeIds": CARRIERS, "fieldDefinitions": [definition]}
    neighbours.replicas.write(PROJECT, "type", kind)
    return {"type": {"key": "notes"}, "fields": {"note": "first"}}


def test_custom_fields_stand_wherever_the_cart_may_have_them(api, a_cart, catalogue, note):
    catalogue.product()
    fee = {"name": {"en": "Fee"}, "slug": "fee", "money": {"currencyCode": "EUR", "centAmount": 1}}
    shipping = {"shippingMethodName": "Bike", "shippingRate": {"price": {"currencyCode": "EUR", "centAmount": 1}}}
    address = {"country": "DE", "key": "home"}
    cart = a_cart(
        taxMode="Disabled",
        custom=note,
        lineItems=[{"sku": "hat", "key": "line", "custom": note}],
        customLineItems=[fee | {"key": "fee", "custom": note}],
        shippingAddress=address | {"custom": note},
        billingAddress=address | {"custom": note},
        itemShippingAddresses=[address | {"custom": note}],
    )
    cart = api.update("carts", cart, {"action": "setCustomShippingMethod", "custom": note, **shipping})

    def notes(cart):
        carriers = (
            cart,
            cart["lineItems"][0],
            cart["customLineItems"][0],
            cart["shippingAddress"],
            cart["billingAddress"],
            cart["itemShippingAddresses"][0],
            {"custom": cart.get("shippingCustomFields")},
        )
        return [(carrier.get("custom") or {}).get("fields", {}).get("note") for carrier in carriers]

    assert notes(cart) == ["first"] * 7
    names = {
        "CustomField": {},
        "LineItemCustomField": {"lineItemKey": "line"},
        "CustomLineItemCustomField": {"customLineItemKey": "fee"},
        "ShippingAddressCustomField": {},
        "BillingAddressCustomField": {},
        "ItemShippingAddressCustomField": {"addressKey": "home"},
        "ShippingCustomField": {},
    }
    fields = [{"action": f"set{name}", "name": "note", "value": "second", **whose} for name, whose in names.items()]
    changed = api.update("carts", cart, *fields)
    assert notes(changed) == ["second"] * 7
    types = [{"action": f"set{name[:-5]}Type", **whose} for name, whose in names.items()]
    assert notes(api.update("carts", changed, *types)) == [None] * 7
    assert [cart["id"] for cart in api.get("carts", where='lineItems(custom(fields(note = "first")))')["results"]] == []


def test_payments_pay_for_one_cart_at_a_time(api, a_cart, catalogue):
    for id in ("cash", "card"):
        catalogue.told("payment", {"id": id, "version": 1, "key": id})
    cash, card = ({"typeId": "payment", "id": id} for id in ("cash", "card"))
    cart = a_cart()
    cart = api.update("carts", cart, *({"action": "addPayment", "payment": one} for one in (cash, card)))
    assert cart["paymentInfo"] == {"payments": [cash, card]}
    other = {"version": 1, "actions": [{"action": "addPayment", "payment": {"typeId": "payment", "key": "cash"}}]}
    another = a_cart()
    refused = api.refused(400, "POST", f"carts/{another['id']}", json=other)["errors"][0]
    assert refused["code"] == "InvalidOperation"
    cart = api.update("carts", cart, {"action": "removePayment", "payment": cash})
    assert cart["paymentInfo"] == {"payments": [card]}
    assert api.post(f"carts/{another['id']}", other, status=200)["paymentInfo"] == {"payments": [cash]}
    assert "paymentInfo" not in api.update("carts", cart, {"action": "removePayment", "payment": card})


def test_a_locked_cart_is_changed_by_who_has_the_key(api, a_cart):
    cart, clerk = a_cart(), Api(api.app, "manage_orders")
    lock = {"version": 1, "actions": [{"action": "lockCart"}]}
    assert clerk.request("POST", f"carts/{cart['id']}", json=lock).status_code == 403
    cart = api.update("carts", cart, {"action": "lockCart"})
    assert cart["lock"]["clientId"] == "test-client"
    rename = {"action": "setCustomerEmail", "email": "ada@example.com"}
    refused = clerk.refused(400, "POST", f"carts/{cart['id']}", json={"version": 2, "actions": [rename]})
    assert refused["errors"][0]["code"] == "InvalidOperation"
    cart = api.update("carts", cart, rename, {"action": "unlockCart"})
    assert "lock" not in cart
    assert clerk.update("carts", cart, {"action": "setCustomerEmail"})["version"] == 5
