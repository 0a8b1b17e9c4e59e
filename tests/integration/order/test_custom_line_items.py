"""Custom line items of orders: fees and services have states, custom fields and addresses as line items do."""

from uuid import uuid4

import pytest

from common.values.states import initial_state
from tests.support.api import PROJECT
from tests.support.carts import EUR

GRAZ = {"key": "graz", "country": "AT"}
INITIAL = initial_state(PROJECT)
FEE = {"customLineItemKey": "fee"}


@pytest.fixture
def a_fee(an_order):
    """An order with two pieces of a fee."""

    def make():
        fee = {
            "id": str(uuid4()),
            "key": "fee",
            "name": {"en": "Gift wrapping"},
            "money": {**EUR, "centAmount": 100},
            "slug": "wrapping",
            "quantity": 2,
            "totalPrice": {**EUR, "centAmount": 200},
            "discountedPricePerQuantity": [],
            "perMethodTaxRate": [],
            "taxedPricePortions": [],
            "priceMode": "Standard",
            "state": [{"quantity": 2, "state": INITIAL}],
        }
        return an_order(customLineItems=[fee])

    return make


def fee_of(order):
    [item] = order["customLineItems"]
    return item


def test_pieces_of_a_fee_move_from_state_to_state(api, a_fee, known, told):
    known("state", id=INITIAL["id"], key="Initial", type="LineItemState", initial=True)
    done = {"typeId": "state", "id": known("state", key="done", type="LineItemState", initial=False)["id"]}
    move = {"action": "transitionCustomLineItemState", "fromState": INITIAL, "toState": done, "quantity": 1}
    order = api.update("orders", a_fee(), {**move, **FEE})
    assert fee_of(order)["state"] == [{"quantity": 1, "state": INITIAL}, {"quantity": 1, "state": done}]
    message = told("orders", order)[-1]
    assert (message["type"], message["customLineItemKey"]) == ("CustomLineItemStateTransition", "fee")
    whole = [{"quantity": 2, "state": done}]
    order = api.update("orders", order, {"action": "importCustomLineItemState", **FEE, "state": whole})
    assert fee_of(order)["state"] == whole


def test_a_fee_has_custom_fields_and_an_address(api, a_fee, a_type):
    notes = a_type("custom-line-item")
    order = api.update(
        "orders",
        a_fee(),
        {"action": "setCustomLineItemCustomType", **FEE, "type": notes},
        {"action": "setCustomLineItemCustomField", **FEE, "name": "note", "value": "with a bow"},
        {"action": "addItemShippingAddress", "address": GRAZ},
        {
            "action": "setCustomLineItemShippingDetails",
            **FEE,
            "shippingDetails": {"targets": [{"addressKey": "graz", "quantity": 2}]},
        },
    )
    assert fee_of(order)["custom"]["fields"] == {"note": "with a bow"}
    assert fee_of(order)["shippingDetails"] == {"targets": [{"addressKey": "graz", "quantity": 2}], "valid": True}


def test_an_order_is_given_to_a_customer_with_the_customers_group(api, an_order, known, told):
    group = {"typeId": "customer-group", "id": "friends"}
    ada = known("customer", email="ada@example.com", customerGroup=group)
    order = api.update("orders", an_order(), {"action": "setCustomerId", "customerId": ada["id"]})
    assert (order["customerId"], order["customerGroup"]) == (ada["id"], group)
    assert told("orders", order)[-1]["customer"] == {"typeId": "customer", "id": ada["id"]}
    order = api.update("orders", order, {"action": "setCustomerId"})
    assert "customerId" not in order
    assert "customerGroup" not in order
    nobody = {"version": order["version"], "actions": [{"action": "setCustomerId", "customerId": "nobody"}]}
    refusal = api.refused(400, "POST", f"orders/{order['id']}", json=nobody)
    assert refusal["errors"][0]["code"] == "ReferencedResourceNotFound"
