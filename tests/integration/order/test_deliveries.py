"""Deliveries and parcels: what leaves the house, in which box, and how far it is."""

import pytest

from tests.support.carts import EUR, a_line

VIENNA = {"country": "AT", "city": "Vienna"}
BY_BIKE = {
    "shippingMethodName": "by bike",
    "price": EUR | {"centAmount": 500},
    "shippingRate": {"price": EUR | {"centAmount": 500}, "tiers": []},
    "shippingMethodState": "MatchesCart",
}


@pytest.fixture
def a_shipped_order(an_order):
    return lambda *lines, **cart: an_order(*lines, shippingInfo=dict(BY_BIKE), **cart)


@pytest.fixture
def changed(api):
    return lambda order, *actions: api.update("orders", order, *actions)


def deliveries(order):
    return order["shippingInfo"]["deliveries"]


def refusal(api, order, *actions):
    body = {"version": order["version"], "actions": list(actions)}
    return api.refused(400, "POST", f"orders/{order['id']}", json=body)["errors"][0]["code"]


def test_a_delivery_is_told_and_then_each_of_its_parcels(a_shipped_order, changed, told):
    line = a_line("hat", 3)
    order = changed(
        a_shipped_order(line),
        {
            "action": "addDelivery",
            "deliveryKey": "first",
            "items": [{"id": line["id"], "quantity": 2}],
            "parcels": [{"key": "box-1"}, {"measurements": {"weightInGram": 500}}],
            "address": VIENNA,
        },
    )
    [delivery] = deliveries(order)
    assert (delivery["key"], delivery["items"], delivery["address"]["city"]) == (
        "first",
        [{"id": line["id"], "quantity": 2}],
        "Vienna",
    )
    assert [parcel.get("key") for parcel in delivery["parcels"]] == ["box-1", None]
    added, *parcels = told("orders", order)[1:]
    assert (added["type"], added["delivery"]["parcels"]) == ("DeliveryAdded", [])
    assert [(message["type"], message["parcel"]) for message in parcels] == [
        ("ParcelAddedToDelivery", parcel) for parcel in delivery["parcels"]
    ]


def test_a_delivery_changes_and_goes(a_shipped_order, changed, told):
    line = a_line("hat", 3)
    order = changed(a_shipped_order(line), {"action": "addDelivery", "deliveryKey": "first"})
    which = {"deliveryKey": "first"}
    order = changed(
        order,
        {"action": "setDeliveryItems", "items": [{"id": line["id"], "quantity": 1}], **which},
        {"action": "setDeliveryAddress", "address": VIENNA, **which},
        {"action": "addParcelToDelivery", "parcelKey": "box", **which},
    )
    order = changed(
        order,
        {
            "action": "setParcelTrackingData",
            "parcelKey": "box",
            "trackingData": {"trackingId": "T-1", "carrier": "DHL"},
        },
        {"action": "setParcelMeasurements", "parcelKey": "box", "measurements": {"weightInGram": 70}},
        {"action": "setParcelItems", "parcelKey": "box", "items": [{"id": line["id"], "quantity": 1}]},
    )
    [delivery] = deliveries(order)
    [parcel] = delivery["parcels"]
    assert parcel["trackingData"] == {"trackingId": "T-1", "carrier": "DHL", "isReturn": False}
    assert (parcel["measurements"], parcel["items"]) == ({"weightInGram": 70}, delivery["items"])
    order = changed(
        order,
        {"action": "removeParcelFromDelivery", "parcelId": parcel["id"]},
        {"action": "removeDelivery", "deliveryId": delivery["id"]},
    )
    assert deliveries(order) == []
    assert [message["type"] for message in told("orders", order)][1:] == [
        "DeliveryAdded",
        "DeliveryItemsUpdated",
        "DeliveryAddressSet",
        "ParcelAddedToDelivery",
        "ParcelTrackingDataUpdated",
        "ParcelMeasurementsUpdated",
        "ParcelItemsUpdated",
        "ParcelRemovedFromDelivery",
        "DeliveryRemoved",
    ]


def test_what_cannot_be_delivered_is_refused(api, an_order, a_shipped_order):
    assert refusal(api, an_order(), {"action": "addDelivery"}) == "InvalidOperation"
    order = a_shipped_order()
    strange = {"action": "addDelivery", "items": [{"id": "not a line", "quantity": 1}]}
    assert refusal(api, order, strange) == "InvalidOperation"
    twice = {"action": "addDelivery", "deliveryKey": "same"}
    assert refusal(api, order, twice, twice) == "DuplicateField"
    assert refusal(api, order, {"action": "removeDelivery", "deliveryKey": "none"}) == "InvalidOperation"
    assert refusal(api, order, {"action": "removeDelivery"}) == "InvalidJsonInput"


def test_each_place_of_an_order_may_have_custom_fields(a_shipped_order, changed, a_type, told):
    carriers = ("order", "address", "line-item", "shipping", "order-delivery", "order-parcel", "order-return-item")
    kind, line = a_type(*carriers), a_line("hat")
    custom = {"type": kind, "fields": {"note": "two"}}
    first, second = {"type": kind, "fields": {"note": "one"}}, {"name": "note", "value": "two"}
    order = changed(
        a_shipped_order(line, itemShippingAddresses=[{"key": "home", "country": "AT"}], billingAddress=VIENNA),
        {"action": "addDelivery", "deliveryKey": "first", "parcels": [{"key": "box"}], "address": VIENNA},
        {
            "action": "addReturnInfo",
            "items": [{"key": "back", "lineItemId": line["id"], "quantity": 1, "shipmentState": "Returned"}],
        },
    )
    places = {
        "": {},
        "ShippingAddress": {},
        "BillingAddress": {},
        "Shipping": {},
        "LineItem": {"lineItemId": line["id"]},
        "ItemShippingAddress": {"addressKey": "home"},
        "Delivery": {"deliveryKey": "first"},
        "DeliveryAddress": {"deliveryKey": "first"},
        "Parcel": {"parcelKey": "box"},
        "ReturnItem": {"returnItemKey": "back"},
    }
    for place, which in places.items():
        order = changed(order, {"action": f"set{place}CustomType", **first, **which})
        order = changed(order, {"action": f"set{place}CustomField", **second, **which})
    [delivery] = deliveries(order)
    assert [
        order["custom"],
        order["shippingAddress"]["custom"],
        order["billingAddress"]["custom"],
        order["shippingCustomFields"],
        order["lineItems"][0]["custom"],
        order["itemShippingAddresses"][0]["custom"],
        delivery["custom"],
        delivery["address"]["custom"],
        delivery["parcels"][0]["custom"],
        order["returnInfo"][0]["items"][0]["custom"],
    ] == [custom] * len(places)
    assert [message["type"] for message in told("orders", order) if "Custom" in message["type"]] == [
        "OrderCustomTypeSet",
        "OrderCustomFieldChanged",
        "DeliveryCustomTypeSet",
        "DeliveryCustomFieldChanged",
    ]


def test_it_is_known_when_the_order_should_arrive(api, a_shipped_order, changed, told):
    window = {"from": "2026-12-01T08:00:00.000Z", "until": "2026-12-03T18:00:00.000Z"}
    order = changed(a_shipped_order(), {"action": "setEstimatedDelivery", "estimatedDelivery": window})
    assert order["shippingInfo"]["estimatedDelivery"] == window
    assert told("orders", order)[-1]["type"] == "OrderEstimatedDeliverySet"
    named = {"action": "setEstimatedDelivery", "estimatedDelivery": window, "shippingKey": "by-boat"}
    assert refusal(api, order, named) == "InvalidOperation"


def test_pieces_of_a_line_go_to_addresses(a_shipped_order, changed):
    line = a_line("hat", 3)
    order = a_shipped_order(line, itemShippingAddresses=[{"key": "home", "country": "AT"}])
    details = {"targets": [{"addressKey": "home", "quantity": 2}]}
    order = changed(
        order, {"action": "setLineItemShippingDetails", "lineItemId": line["id"], "shippingDetails": details}
    )
    assert order["lineItems"][0]["shippingDetails"] == details | {"valid": False}
