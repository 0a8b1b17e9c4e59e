"""Orders and payments of shoppers who sign up or in."""

import pytest

from common.contracts.sign_in import HandOverOrders
from tests.support.api import PROJECT, Api
from workers.order.signing_in import hand_over_orders

EUR_10 = {"currencyCode": "EUR", "centAmount": 1000}


@pytest.fixture
def ada(known):
    return known("customer", id="ada", customerGroup={"typeId": "customer-group", "id": "friends"})["id"]


def handed_over(anonymous_id="session", **more):
    return hand_over_orders(HandOverOrders("saga-1", PROJECT, "ada", anonymous_id=anonymous_id, **more)).outcome


def test_orders_of_the_session_become_the_customers(app, api, an_order, ada, told):
    before, other = an_order(anonymousId="session"), an_order(anonymousId="another")
    assert [handed_over() for _ in range(2)] == ["done", "done"]
    order = api.get(f"orders/{before['id']}")
    assert (order["customerId"], order["customerGroup"]["id"]) == ("ada", "friends")
    assert "anonymousId" not in order
    assert order["version"] == before["version"] + 1, "however often it is asked for"
    assert [message["type"] for message in told("orders", order)] == ["OrderCreated", "OrderCustomerSet"]
    assert api.get(f"orders/{other['id']}") == other
    me, visitor = (Api(app, "manage_my_orders", **who) for who in ({"customer_id": "ada"}, {"anonymous_id": "session"}))
    assert [mine["id"] for mine in me.get("me/orders")["results"]] == [order["id"]]
    assert visitor.get("me/orders")["results"] == []


def test_payments_of_the_session_become_the_customers(app, api, ada):
    before = api.post("payments", {"amountPlanned": EUR_10, "anonymousId": "session"})
    assert [handed_over() for _ in range(2)] == ["done", "done"]
    payment = api.get(f"payments/{before['id']}")
    assert (payment["customer"], payment["version"]) == ({"typeId": "customer", "id": "ada"}, before["version"] + 1)
    assert "anonymousId" not in payment
    me = Api(app, "manage_my_payments", customer_id="ada")
    assert [mine["id"] for mine in me.get("me/payments")["results"]] == [payment["id"]]


def test_what_is_somebody_elses_stays_theirs(api, an_order, known, ada):
    known("customer", id="eve")
    order = an_order(anonymousId="session")
    order = api.update("orders", order, {"action": "setCustomerId", "customerId": "eve"})
    assert handed_over() == "done"
    assert api.get(f"orders/{order['id']}") == order


def test_who_signs_in_at_a_store_takes_over_its_orders(api, an_order, ada):
    here, there = (
        an_order(anonymousId="session", store={"typeId": "store", "key": key}) for key in ("berlin", "vienna")
    )
    assert handed_over(store_key="berlin") == "done"
    assert api.get(f"orders/{here['id']}")["customerId"] == "ada"
    assert api.get(f"orders/{there['id']}") == there


def test_a_customer_who_is_gone_again_takes_nothing_over(api, an_order):
    order = an_order(anonymousId="session")
    payment = api.post("payments", {"amountPlanned": EUR_10, "anonymousId": "session"})
    assert handed_over() == "done"
    assert (api.get(f"orders/{order['id']}"), api.get(f"payments/{payment['id']}")) == (order, payment)
