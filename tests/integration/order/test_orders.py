"""Orders after they were placed."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from common.contracts.checkout import CreateOrder
from common.database import database
from tests.support.api import Api
from tests.support.carts import a_line
from workers.order.creation import create_order

VIENNA = {"country": "AT", "city": "Vienna", "streetName": "Ring"}
GRAZ = {"key": "graz", "country": "AT", "city": "Graz"}


def messages_of(order):
    stored = database("order")["orders"].find_one({"_id": order["id"]})
    return [entry["message"] for entry in stored["_outbox"] if "message" in entry]


def test_an_order_tells_of_its_creation_with_itself(an_order):
    order = an_order(draft={"orderNumber": "A-1"})
    (message,) = messages_of(order)
    assert (message["type"], message["order"]) == ("OrderCreated", order)
    assert message["resourceUserProvidedIdentifiers"] == {"orderNumber": "A-1"}


def test_an_order_is_created_once_however_often_it_is_told(api):
    cart = {"id": "c", "lineItems": [], "customLineItems": [], "totalPrice": a_line("hat")["totalPrice"]}
    command = CreateOrder("00000000-0000-4000-8000-000000000001", "shop", cart=cart, draft={})
    with ThreadPoolExecutor(8) as pool:
        answers = {answer.outcome for answer in pool.map(lambda _: create_order(command), range(8))}
    assert answers == {"done"}
    assert database("order")["orders"].count_documents({}) == 1


def test_an_order_that_was_deleted_does_not_come_back(api):
    cart = {"id": "c", "lineItems": [], "customLineItems": [], "totalPrice": a_line("hat")["totalPrice"]}
    command = CreateOrder("00000000-0000-4000-8000-000000000002", "shop", cart=cart, draft={})
    create_order(command)
    database("order")["orders"].delete_one({"_id": command.saga_id})  # as the relay does once it has told
    assert create_order(command).outcome == "done"
    api.refused(404, "GET", f"orders/{command.saga_id}")


def test_what_the_draft_says_wins_over_the_cart(an_order):
    order = an_order(
        purchaseOrderNumber="theirs",
        custom={"type": {"typeId": "type", "id": "t"}, "fields": {"gift": True, "note": "cart"}},
        draft={
            "purchaseOrderNumber": "ours",
            "orderState": "Confirmed",
            "custom": {"type": {"typeId": "type", "id": "t"}, "fields": {"note": "order"}},
        },
    )
    assert (order["purchaseOrderNumber"], order["orderState"]) == ("ours", "Confirmed")
    assert order["custom"]["fields"] == {"gift": True, "note": "order"}


@pytest.mark.parametrize(
    ("action", "field", "value", "message"),
    [
        ({"action": "changeOrderState", "orderState": "Complete"}, "orderState", "Complete", "OrderStateChanged"),
        ({"action": "changePaymentState", "paymentState": "Paid"}, "paymentState", "Paid", "OrderPaymentStateChanged"),
        (
            {"action": "changeShipmentState", "shipmentState": "Shipped"},
            "shipmentState",
            "Shipped",
            "OrderShipmentStateChanged",
        ),
        (
            {"action": "setCustomerEmail", "email": "me@shop.com"},
            "customerEmail",
            "me@shop.com",
            "OrderCustomerEmailSet",
        ),
        ({"action": "setShippingAddress", "address": VIENNA}, "shippingAddress", VIENNA, "OrderShippingAddressSet"),
        ({"action": "setBillingAddress", "address": VIENNA}, "billingAddress", VIENNA, "OrderBillingAddressSet"),
        (
            {"action": "setPurchaseOrderNumber", "purchaseOrderNumber": "7"},
            "purchaseOrderNumber",
            "7",
            "OrderPurchaseOrderNumberSet",
        ),
        ({"action": "setLocale", "locale": "de-AT"}, "locale", "de-AT", None),
        ({"action": "setOrderNumber", "orderNumber": "A-2"}, "orderNumber", "A-2", None),
    ],
    ids=lambda case: case.get("action") if isinstance(case, dict) else None,
)
def test_an_action_changes_its_field_and_tells_once(api, an_order, action, field, value, message):
    order = an_order()
    changed = api.update("orders", order, action, action)
    assert changed[field] == value
    assert changed["version"] == order["version"] + 1, "the second time nothing changed"
    assert [told["type"] for told in messages_of(order)][1:] == ([message] if message else [])


def test_the_second_address_of_one_key_is_refused(api, an_order):
    order = an_order()
    add = {"action": "addItemShippingAddress", "address": GRAZ}
    moved = api.update(
        "orders", order, add, {"action": "updateItemShippingAddress", "address": VIENNA | {"key": "graz"}}
    )
    [address] = moved["itemShippingAddresses"]
    assert address == VIENNA | {"key": "graz", "id": address["id"]}
    body = {"version": moved["version"], "actions": [add]}
    refused = api.refused(400, "POST", f"orders/{order['id']}", json=body)
    assert refused["errors"][0]["code"] == "DuplicateField"
    left = api.update("orders", moved, {"action": "removeItemShippingAddress", "addressKey": "graz"})
    assert left.get("itemShippingAddresses", []) == []


def test_an_order_number_is_set_once_and_belongs_to_one_order(api, an_order):
    order, other = an_order(draft={"orderNumber": "A-1"}), an_order()
    again = {"version": order["version"], "actions": [{"action": "setOrderNumber", "orderNumber": "A-2"}]}
    assert api.refused(400, "POST", "orders/order-number=A-1", json=again)["errors"][0]["code"] == "InvalidOperation"
    taken = {"version": other["version"], "actions": [{"action": "setOrderNumber", "orderNumber": "A-1"}]}
    assert api.refused(400, "POST", f"orders/{other['id']}", json=taken)["errors"][0]["code"] == "DuplicateField"


def test_an_order_is_found_by_its_number_and_by_what_it_holds(api, an_order):
    order = an_order(a_line("hat", 3), draft={"orderNumber": "A-1"})
    an_order(a_line("cap"))
    assert api.get("orders/order-number=A-1") == order
    assert api.head("orders/order-number=A-1") == 200
    assert api.head("orders/order-number=A-9") == 404
    found = api.get("orders", where='lineItems(variant(sku="hat") and quantity>2)', sort="createdAt desc")
    assert found["results"] == [order]


def test_a_deleted_order_is_gone_and_tells_so(api, an_order):
    order = an_order(draft={"orderNumber": "A-1"})
    api.refused(409, "DELETE", f"orders/{order['id']}", query_string={"version": 7})
    assert api.delete("orders", order) == order
    api.refused(404, "GET", f"orders/{order['id']}")
    assert messages_of(order)[-1]["type"] == "OrderDeleted"


def test_a_draft_without_a_cart_is_refused(api):
    refused = api.refused(400, "POST", "orders", json={"version": 1})
    assert refused["errors"][0]["detailedErrorMessage"] == "cart: Missing required value"


def test_an_order_is_changed_and_deleted_by_its_number(api, an_order):
    order = an_order(draft={"orderNumber": "A-1"})
    body = {"version": 1, "actions": [{"action": "changePaymentState", "paymentState": "Paid"}]}
    assert api.post("orders/order-number=A-1", body, status=200)["paymentState"] == "Paid"
    assert api.head(f"orders/{order['id']}") == api.head("orders", where='orderNumber="A-1"') == 200
    gone = api.request("DELETE", "orders/order-number=A-1", query_string={"version": 2})
    assert (gone.status_code, gone.get_json()["id"]) == (200, order["id"])
    assert api.head("orders", where='orderNumber="A-1"') == 404


def test_shoppers_see_whether_they_have_orders(app, an_order):
    mine = an_order(customerId="me")
    me, you = (Api(app, "manage_my_orders", customer_id=who) for who in ("me", "you"))
    assert [shopper.head("me/orders") for shopper in (me, you)] == [200, 404]
    assert [shopper.head(f"me/orders/{mine['id']}") for shopper in (me, you)] == [200, 404]
