"""What orders and payments still say of a customer who was erased: nothing."""

import json

from common.contracts.erasing import EraseOrders, FindOrders
from common.database import database
from tests.support.carts import EUR, a_line
from workers.order.erasing import erase_orders, find_orders

ANN = "Ann-Private"
HOME = {"country": "AT", "city": ANN, "firstName": ANN, "postalCode": ANN, "email": ANN}
SAGA = ("00000000-0000-4000-8000-00000000000e", "shop")


def erased(customer_id):
    found = find_orders(FindOrders(*SAGA, customer_id)).learned
    command = EraseOrders(*SAGA, order_ids=tuple(found["orderIds"]), payment_ids=tuple(found["paymentIds"]))
    assert {erase_orders(command).outcome for _ in range(2)} == {"done"}
    return found


def test_an_order_stays_in_the_books_without_its_person(api, an_order, known, a_type):
    known("customer", id="ann")
    kind = a_type("order", "line-item", "address", "order-delivery", "payment", "transaction", "payment-method-info")
    custom = {"type": kind, "fields": {"note": ANN}}
    payment = api.post(
        "payments",
        {
            "amountPlanned": {"currencyCode": "EUR", "centAmount": 1000},
            "customer": {"id": "ann"},
            "paymentMethodInfo": {"method": "CARD", "token": {"value": ANN}, "custom": custom},
            "custom": custom,
            "transactions": [{"type": "Charge", "amount": {"currencyCode": "EUR", "centAmount": 7}, "custom": custom}],
        },
    )
    line = a_line("hat") | {"custom": custom}
    order = an_order(
        line,
        customerId="ann",
        customerEmail=ANN,
        custom=custom,
        billingAddress=HOME,
        shippingAddress=HOME | {"custom": custom},
        itemShippingAddresses=[HOME | {"key": "home"}],
        purchaseOrderNumber=ANN,
        paymentInfo={"payments": [{"typeId": "payment", "id": payment["id"]}]},
        shippingInfo={
            "shippingMethodName": "by bike",
            "price": EUR | {"centAmount": 500},
            "shippingRate": {"price": EUR | {"centAmount": 500}, "tiers": []},
            "shippingMethodState": "MatchesCart",
        },
    )
    order = api.update(
        "orders",
        order,
        {"action": "addDelivery", "deliveryKey": "first", "address": HOME, "custom": custom, "parcels": [{}]},
        {
            "action": "addReturnInfo",
            "items": [{"lineItemId": line["id"], "quantity": 1, "shipmentState": "Returned", "comment": ANN}],
        },
    )
    found = erased("ann")
    assert found == {"orderIds": [order["id"]], "paymentIds": [payment["id"]]}
    now, paid = api.get(f"orders/{order['id']}"), api.get(f"payments/{payment['id']}")
    assert ANN not in json.dumps([now, paid])
    assert "ann" not in (now.get("customerId"), (paid.get("customer") or {}).get("id"))
    assert now["shippingAddress"] == {"country": "AT"}
    assert (now["totalPrice"], now["lineItems"][0]["quantity"]) == (order["totalPrice"], 1)
    assert now["version"] == order["version"] + 1, "however often it is asked for"
    assert paid["transactions"][0]["amount"]["centAmount"] == 7


def test_orders_of_others_stay_as_they_are(api, an_order):
    order = an_order(customerId="bob", customerEmail="bob@example.com")
    assert erased("ann") == {"orderIds": [], "paymentIds": []}
    assert api.get(f"orders/{order['id']}") == order


def test_an_order_that_is_deleted_with_its_data_says_so_to_all(api, an_order):
    order = an_order()
    path = f"orders/{order['id']}"
    api.request("DELETE", path, query_string={"version": order["version"], "dataErasure": "true"})
    stored = database("order")["orders"].find_one({"_id": order["id"]})
    assert stored["_outbox"][-1]["erased"] is True
    api.refused(400, "DELETE", path, query_string={"version": 1, "dataErasure": "maybe"})
