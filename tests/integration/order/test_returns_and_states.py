"""What comes back, and where each piece of a line stands."""

import pytest

from common.values.states import initial_state
from tests.support.api import PROJECT
from tests.support.carts import a_line


@pytest.fixture
def changed(api):
    return lambda order, *actions: api.update("orders", order, *actions)


def refusal(api, order, *actions):
    body = {"version": order["version"], "actions": list(actions)}
    return api.refused(400, "POST", f"orders/{order['id']}", json=body)["errors"][0]["code"]


def items_of(order):
    return [item for info in order["returnInfo"] for item in info["items"]]


def test_what_comes_back_is_refunded_or_not(api, an_order, changed, told):
    line = a_line("hat", 3)
    item = {"lineItemId": line["id"], "quantity": 1}
    order = changed(
        an_order(line),
        {
            "action": "addReturnInfo",
            "returnTrackingId": "R-1",
            "items": [
                item | {"shipmentState": "Advised"},
                item | {"shipmentState": "Returned", "comment": "too small"},
            ],
        },
    )
    advised, returned = items_of(order)
    assert (advised["paymentState"], returned["paymentState"]) == ("NonRefundable", "Initial")
    assert returned["type"] == "LineItemReturnItem"
    which = {"returnItemId": returned["id"]}
    order = changed(
        order,
        {"action": "setReturnShipmentState", "shipmentState": "BackInStock", **which},
        {"action": "setReturnPaymentState", "paymentState": "Refunded", **which},
    )
    assert [item["shipmentState"] for item in items_of(order)] == ["Advised", "BackInStock"]
    assert [item["paymentState"] for item in items_of(order)] == ["NonRefundable", "Refunded"]
    still = {"action": "setReturnShipmentState", "returnItemId": advised["id"], "shipmentState": "BackInStock"}
    assert refusal(api, order, still) == "InvalidOperation"
    assert refusal(api, order, still | {"returnItemId": "none"}) == "InvalidOperation"
    assert [message["type"] for message in told("orders", order)][1:] == [
        "ReturnInfoAdded",
        "OrderReturnShipmentStateChanged",
    ]


def test_returns_are_replaced_as_a_whole(an_order, changed, told):
    line = a_line("hat", 3)
    one = {"items": [{"lineItemId": line["id"], "quantity": 1, "shipmentState": "Advised", "key": "k1"}]}
    order = changed(an_order(line), {"action": "setReturnInfo", "items": [one]})
    assert [item["key"] for item in items_of(order)] == ["k1"]
    order = changed(order, {"action": "setReturnInfo"})
    assert order["returnInfo"] == []
    assert [message["type"] for message in told("orders", order)][1:] == ["ReturnInfoSet", "ReturnInfoSet"]


def test_only_what_was_bought_comes_back_and_each_under_its_own_key(api, an_order):
    line = a_line("hat")
    item = {"lineItemId": line["id"], "quantity": 1, "shipmentState": "Returned", "key": "same"}
    order = an_order(line)
    assert refusal(api, order, {"action": "addReturnInfo", "items": [item, item]}) == "DuplicateField"
    assert refusal(api, order, {"action": "addReturnInfo", "items": [item | {"lineItemId": "x"}]}) == "InvalidOperation"
    assert refusal(api, order, {"action": "addReturnInfo", "items": []}) == "InvalidJsonInput"


def test_pieces_move_from_state_to_state(api, an_order, changed, known, told):
    packed = known("state", key="packed", type="LineItemState", initial=False)
    first = initial_state(PROJECT)
    known("state", id=first["id"], key="Initial", type="LineItemState", initial=True)
    line = a_line("hat", 3) | {"state": [{"quantity": 3, "state": first}]}
    order = an_order(line)
    move = {
        "action": "transitionLineItemState",
        "lineItemId": line["id"],
        "fromState": first,
        "toState": {"key": "packed"},
        "quantity": 2,
    }
    order = changed(order, move)
    packed_reference = {"typeId": "state", "id": packed["id"]}
    assert order["lineItems"][0]["state"] == [
        {"quantity": 1, "state": first},
        {"quantity": 2, "state": packed_reference},
    ]
    assert refusal(api, order, move) == "InvalidOperation"
    message = told("orders", order)[-1]
    assert (message["type"], message["quantity"], message["toState"]) == (
        "LineItemStateTransition",
        2,
        packed_reference,
    )
    whole = [{"quantity": 3, "state": packed_reference}]
    order = changed(order, {"action": "importLineItemState", "lineItemId": line["id"], "state": whole})
    assert order["lineItems"][0]["state"] == whole
    short = {"action": "importLineItemState", "lineItemId": line["id"], "state": [{"quantity": 2, "state": first}]}
    assert refusal(api, order, short) == "InvalidOperation"


def test_an_order_walks_along_the_arrows(api, an_order, changed, known, told):
    done = known("state", key="done", type="OrderState", initial=False)
    open_ = known("state", key="open", type="OrderState", initial=True, transitions=[])
    to = lambda state, **more: {"action": "transitionState", "state": {"id": state["id"]}, **more}  # noqa: E731
    order = an_order()
    assert refusal(api, order, to(done)) == "InvalidOperation"
    order = changed(order, to(open_))
    assert refusal(api, order, to(done)) == "InvalidOperation"
    order = changed(order, to(done, force=True))
    assert order["state"]["id"] == done["id"]
    assert told("orders", order)[-1]["oldState"]["id"] == open_["id"]


def test_where_an_order_went_is_written_down_once_per_channel(api, an_order, changed, known):
    erp, shop = known("channel", key="erp", roles=["OrderExport"]), known("channel", key="shop", roles=["Primary"])
    sync = {"action": "updateSyncInfo", "channel": {"key": "erp"}}
    order = changed(an_order(), sync | {"externalId": "1"}, sync | {"externalId": "2"})
    assert [(entry["channel"]["id"], entry["externalId"]) for entry in order["syncInfo"]] == [(erp["id"], "2")]
    assert refusal(api, order, sync | {"channel": {"id": shop["id"]}}) == "InvalidInput"


def test_an_order_moves_to_another_store_and_is_seen_there_only(api, an_order, changed, known, told):
    vienna = known("store", key="vienna")
    order = changed(an_order(), {"action": "setStore", "store": {"id": vienna["id"]}})
    assert order["store"] == {"typeId": "store", "key": "vienna"}
    assert told("orders", order)[-1]["type"] == "OrderStoreSet"
    assert refusal(api, order, {"action": "setStore", "store": {"key": "vienna"}}) == "InvalidOperation"
    elsewhere = an_order()
    assert api.get("in-store/key=vienna/orders")["results"] == [order]
    assert api.get(f"in-store/key=vienna/orders/{order['id']}") == order
    api.refused(404, "GET", f"in-store/key=vienna/orders/{elsewhere['id']}")
