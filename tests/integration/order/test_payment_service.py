"""What a payment service may do to us: be slow, break off, refuse, answer twice. The money is right all the same."""

import json
import random
from contextlib import suppress
from datetime import timedelta
from uuid import uuid4

import pytest

from apps.order.cancel_order import saga_of
from apps.order.payments.asking_again import ask_again
from apps.order.payments.notifications import signature
from apps.order.payments.provider.known import provider_of
from common.contracts.cancelling import GiveBackPayments
from common.contracts.checkout import AuthorisePayment, VoidPayment
from common.contracts.events import ResourceChanged
from common.errors import OverCapacity
from common.settings import settings
from tests.support.hatpay import SECRET, HatPay, a_payment, asked
from tests.support.waiting import wait_until
from workers.order.cancelling import give_back_payments
from workers.order.payment import authorise_payment, carry_out_what_is_asked, void_payment


@pytest.fixture(scope="module")
def service_process(tmp_path_factory):
    service = HatPay(tmp_path_factory.mktemp("hatpay"))
    yield service
    service.process.stop()


@pytest.fixture
def hatpay(service_process, monkeypatch):
    service_process.begin_anew()
    for name, value in service_process.environment.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    provider_of.cache_clear()
    yield service_process
    monkeypatch.undo()
    settings.cache_clear()
    provider_of.cache_clear()


def transactions(api, payment):
    return [(one["type"], one["state"]) for one in api.get(f"payments/{payment['id']}")["transactions"]]


def until_answered(handler, command, attempts=12):
    """As the runner does: a command without an answer is sent again."""
    for _ in range(attempts):
        try:
            return handler(command)
        except OverCapacity:
            continue
    raise AssertionError(f"no answer to {command}")


def test_placing_an_order_authorises_what_is_due(api, hatpay):
    payment = api.post("payments", a_payment(1000, asked("Authorization", 400, state="Success")))
    command = AuthorisePayment(str(uuid4()), "shop", (payment["id"],))
    assert {authorise_payment(command).outcome for _ in range(3)} == {"done"}
    assert hatpay.money() == (600, 0)
    assert transactions(api, payment) == [("Authorization", "Success")] * 2


def test_a_payment_of_the_shops_own_checkout_is_left_alone(api, hatpay):
    payment = api.post("payments", a_payment() | {"paymentMethodInfo": {"paymentInterface": "other"}})
    assert authorise_payment(AuthorisePayment(str(uuid4()), "shop", (payment["id"],))).outcome == "done"
    assert transactions(api, payment) == []


@pytest.mark.parametrize("mood", ["slow", "late", "cut", "busy", "twice"])
def test_an_authorisation_happens_once_whatever_becomes_of_its_answer(api, hatpay, mood):
    payment, other = (api.post("payments", a_payment()) for _ in range(2))
    hatpay.will_be(mood)
    for one in (payment, other):
        command = AuthorisePayment(str(uuid4()), "shop", (one["id"],))
        assert until_answered(authorise_payment, command).outcome == "done"
        assert transactions(api, one) == [("Authorization", "Success")]
    assert hatpay.money() == (2000, 0)


def test_a_declined_payment_refuses_the_order_and_holds_nothing(api, hatpay):
    first, second = (api.post("payments", a_payment()) for _ in range(2))
    hatpay.will_be("good", "refuse")
    answer = authorise_payment(AuthorisePayment(str(uuid4()), "shop", (first["id"], second["id"])))
    assert answer.refusal["errors"][0]["code"] == "InvalidOperation"
    assert hatpay.money() == (0, 0)
    assert transactions(api, first) == [("Authorization", "Success"), ("CancelAuthorization", "Success")]
    assert transactions(api, second) == [("Authorization", "Failure")]


def test_a_void_that_overtakes_its_authorisation_wins(api, hatpay):
    payment = api.post("payments", a_payment())
    saga_id = str(uuid4())
    hatpay.will_be("late")
    with pytest.raises(OverCapacity):
        authorise_payment(AuthorisePayment(saga_id, "shop", (payment["id"],)))
    until_answered(void_payment, VoidPayment(saga_id, "shop", (payment["id"],)))
    late = authorise_payment(AuthorisePayment(saga_id, "shop", (payment["id"],)))
    assert late.outcome == "refused"
    assert hatpay.money() == (0, 0)


def test_what_is_taken_is_refunded_and_what_is_only_held_is_voided(api, hatpay):
    held, taken = (api.post("payments", a_payment(1000, asked("Authorization"))) for _ in range(2))
    carry_out_all(api, held, taken)
    api.update("payments", api.get(f"payments/{taken['id']}"), adding(asked("Charge", 700)))
    carry_out_all(api, taken)
    assert hatpay.money() == (1300, 700)
    command = GiveBackPayments(saga_of("an order"), "shop", (held["id"], taken["id"]))
    hatpay.will_be("slow", "cut")
    until_answered(give_back_payments, command)
    give_back_payments(command)
    assert hatpay.money()[1] == 0
    assert transactions(api, held)[-1] == ("CancelAuthorization", "Success")
    assert transactions(api, taken)[-1] == ("Refund", "Success")


def test_what_is_pending_is_asked_for_until_it_ends(api, hatpay):
    payment = api.post("payments", a_payment(1000, asked("Authorization")))
    hatpay.will_be("pending")
    carry_out_all(api, payment)
    assert transactions(api, payment) == [("Authorization", "Pending")]
    ask_again(timedelta(minutes=1))
    assert transactions(api, payment) == [("Authorization", "Pending")], "not so soon"

    def ended():
        ask_again(timedelta(0))
        return transactions(api, payment) == [("Authorization", "Success")]

    wait_until(ended)
    assert hatpay.money() == (1000, 0)


def test_money_that_the_service_will_not_give_back_is_given_back_by_hand(api, hatpay):
    payment = api.post("payments", a_payment(1000, asked("Authorization")))
    carry_out_all(api, payment)
    api.update("payments", api.get(f"payments/{payment['id']}"), adding(asked("Charge")))
    carry_out_all(api, payment)
    command = GiveBackPayments(saga_of("an order"), "shop", (payment["id"],))
    hatpay.will_be("refuse")
    for _ in range(3):
        with pytest.raises(OverCapacity):  # no answer: the saga is sent again, and parked
            give_back_payments(command)
    assert transactions(api, payment)[2:] == [("Refund", "Failure")]
    api.update("payments", api.get(f"payments/{payment['id']}"), adding(asked("Refund", state="Success")))
    assert give_back_payments(command).outcome == "done"
    assert transactions(api, payment)[2:] == [("Refund", "Failure"), ("Refund", "Success")]


def adding(transaction):
    return {"action": "addTransaction", "transaction": transaction}


def carry_out_all(api, *payments):
    for payment in payments:
        now = api.get(f"payments/{payment['id']}")
        carry_out_what_is_asked(ResourceChanged("shop", "payment", now["id"], now["version"], False, now))


def test_a_notification_that_comes_twice_counts_once(api, app, hatpay):
    payment = api.post("payments", a_payment(1000, asked("Authorization")))
    [transaction] = payment["transactions"]
    body = json.dumps({"key": transaction["id"], "state": "succeeded", "reference": "r-1"}).encode()

    def notified(body, secret=SECRET, interface="hatpay"):
        path = f"/shop/payments/notifications/{interface}"
        return app.test_client().post(path, data=body, headers={"X-Signature": signature(body, secret)}).status_code

    assert [notified(body), notified(body)] == [204, 204]
    now = api.get(f"payments/{payment['id']}")
    assert (now["transactions"][0]["state"], now["version"]) == ("Success", 3), "its state and its reference"
    contrary = json.dumps({"key": transaction["id"], "state": "declined"}).encode()
    assert notified(contrary) == 204
    assert api.get(f"payments/{payment['id']}") == now, "what has succeeded stays so"
    assert notified(body, secret="guessed") == 401
    assert notified(body, interface="unknown") == 401
    assert notified(json.dumps({"key": "none", "state": "succeeded"}).encode()) == 404


@pytest.mark.parametrize("seed", range(8))
def test_whatever_it_does_a_saga_that_turns_back_holds_nothing(api, hatpay, seed):
    luck = random.Random(seed)
    payment = api.post("payments", a_payment())
    hatpay.will_be(*luck.choices(["good", "slow", "late", "cut", "busy", "twice", "refuse"], k=4))
    saga_id = str(uuid4())
    for _ in range(luck.randint(0, 3)):
        with suppress(OverCapacity):
            authorise_payment(AuthorisePayment(saga_id, "shop", (payment["id"],)))
    try:
        until_answered(void_payment, VoidPayment(saga_id, "shop", (payment["id"],)))
    except AssertionError:  # it refuses to void: an operator has to look
        assert ("CancelAuthorization", "Failure") in transactions(api, payment)
        return
    assert hatpay.money() == (0, 0)
