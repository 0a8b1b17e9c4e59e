"""``in-store/key=…``: the same routes, for the orders of one store and for whoever may see them."""

import pytest

from common.auth import tokens
from common.auth.principal import Principal
from common.auth.scopes import Scopes
from tests.support.api import PROJECT, Api

BERLIN, VIENNA = "in-store/key=berlin", "in-store/key=vienna"
PAID = {"version": 1, "actions": [{"action": "changePaymentState", "paymentState": "Paid"}]}


@pytest.fixture
def order(an_order):
    an_order()  # of no store
    return an_order(draft={"orderNumber": "B-1"}, store={"typeId": "store", "key": "berlin"})


@pytest.fixture
def names(order):
    return order["id"], "order-number=B-1"


def test_orders_are_seen_in_their_store(api, order, names):
    assert [api.head(f"{where}/orders") for where in (BERLIN, VIENNA)] == [200, 404]
    assert api.get(f"{BERLIN}/orders")["results"] == [order]
    for name in names:
        assert api.get(f"{BERLIN}/orders/{name}") == order
        api.refused(404, "GET", f"{VIENNA}/orders/{name}")
        assert [api.head(f"{where}/orders/{name}") for where in (BERLIN, VIENNA)] == [200, 404]


@pytest.mark.parametrize("by", [0, 1], ids=["id", "number"])
def test_orders_are_changed_and_deleted_in_their_store(api, names, by):
    path = f"orders/{names[by]}"
    api.refused(404, "POST", f"{VIENNA}/{path}", json=PAID)
    assert api.post(f"{BERLIN}/{path}", PAID, status=200)["paymentState"] == "Paid"
    api.refused(404, "DELETE", f"{VIENNA}/{path}", query_string={"version": 2})
    assert api.request("DELETE", f"{BERLIN}/{path}", query_string={"version": 2}).status_code == 200


def test_who_may_work_in_one_store_may_not_in_another(api, order):
    clerk = Api(api.app, "view_products")
    with api.app.app_context():
        clerk.token = tokens.issue(Principal("clerk", PROJECT, Scopes(("view_orders:shop:berlin",))), 3600)
    assert clerk.get(f"{BERLIN}/orders/{order['id']}") == order
    clerk.refused(403, "POST", f"{BERLIN}/orders/{order['id']}", json=PAID)
    for path in (f"{VIENNA}/orders", f"{VIENNA}/orders/{order['id']}", "orders", f"orders/{order['id']}"):
        clerk.refused(403, "GET", path)
    for path in ("payments", "orders/import"):
        api.refused(404, "POST", f"{BERLIN}/{path}", json={})
