"""A cancelled order gives everything back: over Kafka, through the workers of order and product, and a payment
service of ill will.
"""

import pytest

from apps.order.cancel_order import saga_of
from tests.support.carts import a_cart, a_line, a_stock, stock_now
from tests.support.hatpay import HatPay, a_payment
from tests.support.order_pools import running_pools
from tests.support.waiting import wait_until

pytestmark = pytest.mark.usefixtures("told_at_once")

CANCEL = {"action": "changeOrderState", "orderState": "Cancelled"}


@pytest.fixture(scope="module")
def hatpay(tmp_path_factory):
    service = HatPay(tmp_path_factory.mktemp("hatpay"))
    yield service
    service.process.stop()


@pytest.fixture(scope="module")
def pools(mongodb_server, broker, hatpay, tmp_path_factory):
    with running_pools(tmp_path_factory.mktemp("pools"), environment=hatpay.environment) as running:
        yield running


def bought(api, *lines, **more):
    cart = a_cart(*lines, inventoryMode="ReserveOnOrder", **more)
    return api.post("orders", {"cart": {"typeId": "cart", "id": cart["_id"]}, "version": cart["version"]})


def ended(sagas_of_order, order):
    return wait_until(lambda: (run := sagas_of_order.runs.find(saga_of(order["id"]))) and run.is_over and run, 60)


def paid_by(payment):
    return {"paymentInfo": {"payments": [{"typeId": "payment", "id": payment["id"]}]}}


def test_stock_and_money_come_back_once(api, hatpay, sagas_of_order):
    hats = a_stock("hat", 5)
    payment = api.post("payments", a_payment(2000))
    hatpay.will_be("cut")
    order = bought(api, a_line("hat", 2), **paid_by(payment))
    assert (stock_now(hats), hatpay.money()) == ((3, 3), (2000, 0))
    hatpay.will_be("slow", "busy")
    cancelled = api.update("orders", order, CANCEL)
    assert ended(sagas_of_order, order).stored["outcome"] == "done"
    assert (stock_now(hats), hatpay.money()) == ((5, 5), (0, 0))
    states = [(one["type"], one["state"]) for one in api.get(f"payments/{payment['id']}")["transactions"]]
    assert states == [("Authorization", "Success"), ("CancelAuthorization", "Success")]

    opened = api.update("orders", cancelled, CANCEL | {"orderState": "Open"})
    api.update("orders", opened, CANCEL)
    other = bought(api, a_line("hat", 1))
    api.update("orders", other, CANCEL)
    ended(sagas_of_order, other)
    assert stock_now(hats) == (5, 5), "the first order's stock came back once"


def test_an_authorisation_that_is_refused_gives_everything_back(api, hatpay):
    hats = a_stock("hat", 5)
    payment = api.post("payments", a_payment(1000))
    hatpay.will_be("refuse")
    cart = a_cart(a_line("hat", 2), inventoryMode="ReserveOnOrder", **paid_by(payment))
    body = {"cart": {"typeId": "cart", "id": cart["_id"]}, "version": cart["version"]}
    refused = api.refused(400, "POST", "orders", json=body)
    assert refused["errors"][0]["code"] == "InvalidOperation"
    assert (stock_now(hats), hatpay.money()) == ((5, 5), (0, 0))


def test_a_charge_that_somebody_asks_for_is_carried_out(api, hatpay):
    payment = api.post("payments", a_payment(1000))
    for type in ("Authorization", "Charge"):
        transaction = {"type": type, "amount": {"currencyCode": "EUR", "centAmount": 1000}}
        now = api.get(f"payments/{payment['id']}")
        api.update("payments", now, {"action": "addTransaction", "transaction": transaction})
        wait_until(lambda: states_of(api, payment)[-1] == "Success", 60)
    assert hatpay.money()[1] >= 1000


def states_of(api, payment):
    return [one["state"] for one in api.get(f"payments/{payment['id']}")["transactions"]]
