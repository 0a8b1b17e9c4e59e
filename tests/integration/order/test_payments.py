"""Payments: what was asked of a payment service, what it said, and who may see it."""

import pytest

from tests.support.api import Api

TEN = {"type": "centPrecision", "currencyCode": "EUR", "centAmount": 1000, "fractionDigits": 2}
EUR_10 = {"currencyCode": "EUR", "centAmount": 1000}


@pytest.fixture
def a_payment(api):
    def a_payment(**fields):
        return api.post("payments", {"amountPlanned": EUR_10} | fields)

    return a_payment


@pytest.fixture
def changed(api):
    return lambda payment, *actions: api.update("payments", payment, *actions)


def refusal(api, payment, *actions):
    body = {"version": payment["version"], "actions": list(actions)}
    return api.refused(400, "POST", f"payments/{payment['id']}", json=body)["errors"][0]["code"]


def test_a_payment_begins_with_its_amount_and_tells_so(a_payment, told):
    payment = a_payment(paymentMethodInfo={"method": "CARD", "token": {"value": "tok-secret"}})
    assert payment["amountPlanned"] == TEN
    assert (payment["transactions"], payment["interfaceInteractions"], payment["paymentStatus"]) == ([], [], {})
    [message] = told("payments", payment)
    assert message["type"] == "PaymentCreated"
    assert message["payment"]["paymentMethodInfo"] == {"method": "CARD", "token": {"value": "****"}}


def test_money_moves_in_transactions(a_payment, changed, told):
    payment = a_payment()
    payment = changed(payment, {"action": "addTransaction", "transaction": {"type": "Authorization", "amount": EUR_10}})
    [transaction] = payment["transactions"]
    assert transaction == {"id": transaction["id"], "type": "Authorization", "amount": TEN, "state": "Initial"}
    which = {"transactionId": transaction["id"]}
    state = {"action": "changeTransactionState", "state": "Success", **which}
    payment = changed(payment, state, state)
    payment = changed(
        payment,
        {"action": "changeTransactionTimestamp", "timestamp": "2026-01-31T12:00:00Z", **which},
        {"action": "changeTransactionInteractionId", "interactionId": "i-1", **which},
        {"action": "setTransactionInterfaceId", "interfaceId": "psp-1", **which},
    )
    assert payment["version"] == 6, "one of the five changed nothing"
    assert payment["transactions"] == [
        {
            "id": transaction["id"],
            "type": "Authorization",
            "amount": TEN,
            "state": "Success",
            "timestamp": "2026-01-31T12:00:00.000Z",
            "interactionId": "i-1",
            "interfaceId": "psp-1",
        }
    ]
    assert [message["type"] for message in told("payments", payment)][1:] == [
        "PaymentTransactionAdded",
        "PaymentTransactionStateChanged",
        "PaymentTransactionInterfaceIdSet",
    ]


def test_a_transaction_that_is_not_there_is_refused(api, a_payment):
    gone = {"action": "changeTransactionState", "transactionId": "none", "state": "Success"}
    assert refusal(api, a_payment(), gone) == "InvalidOperation"


@pytest.mark.parametrize(
    ("action", "field", "value"),
    [
        (
            {"action": "changeAmountPlanned", "amount": EUR_10 | {"centAmount": 7}},
            "amountPlanned",
            TEN | {"centAmount": 7},
        ),
        ({"action": "setAmountPaid", "amount": EUR_10}, "amountPaid", TEN),
        ({"action": "setAmountRefunded", "amount": EUR_10}, "amountRefunded", TEN),
        ({"action": "setAuthorization", "amount": EUR_10}, "amountAuthorized", TEN),
        ({"action": "setAnonymousId", "anonymousId": "somebody"}, "anonymousId", "somebody"),
        ({"action": "setKey", "key": "the-key"}, "key", "the-key"),
        ({"action": "setInterfaceId", "interfaceId": "psp-7"}, "interfaceId", "psp-7"),
        ({"action": "setStatusInterfaceCode", "interfaceCode": "A7"}, "paymentStatus", {"interfaceCode": "A7"}),
        ({"action": "setStatusInterfaceText", "interfaceText": "good"}, "paymentStatus", {"interfaceText": "good"}),
        (
            {"action": "setMethodInfoInterface", "interface": "hatpay"},
            "paymentMethodInfo",
            {"paymentInterface": "hatpay"},
        ),
        (
            {"action": "setMethodInfoInterfaceAccount", "interfaceAccount": "main"},
            "paymentMethodInfo",
            {"interfaceAccount": "main"},
        ),
        ({"action": "setMethodInfoName", "name": {"en": "Card"}}, "paymentMethodInfo", {"name": {"en": "Card"}}),
        ({"action": "setMethodInfoToken", "token": {"value": "t"}}, "paymentMethodInfo", {"token": {"value": "t"}}),
        (
            {"action": "setMethodInfo", "method": "CARD", "name": {"en": "Card"}},
            "paymentMethodInfo",
            {"method": "CARD", "name": {"en": "Card"}},
        ),
    ],
    ids=lambda case: case.get("action") if isinstance(case, dict) else None,
)
def test_an_action_changes_its_field_once(a_payment, changed, action, field, value):
    payment = changed(a_payment(), action, action)
    assert (payment[field], payment["version"]) == (value, 2)


def test_its_customer_is_known_here(a_payment, changed, known):
    ann = known("customer", email="ann@example.com")
    payment = changed(a_payment(), {"action": "setCustomer", "customer": {"id": ann["id"]}})
    assert payment["customer"] == {"typeId": "customer", "id": ann["id"]}


def test_who_processes_it_is_said_once(api, a_payment, changed):
    payment = changed(a_payment(), {"action": "setMethodInfoInterface", "interface": "hatpay"})
    assert refusal(api, payment, {"action": "setMethodInfoInterface", "interface": "other"}) == "InvalidOperation"
    payment = changed(payment, {"action": "setInterfaceId", "interfaceId": "1"})
    assert refusal(api, payment, {"action": "setInterfaceId", "interfaceId": "2"}) == "InvalidOperation"
    same = {"amountPlanned": EUR_10, "paymentMethodInfo": {"paymentInterface": "hatpay"}, "interfaceId": "1"}
    [error] = api.refused(400, "POST", "payments", json=same)["errors"]
    assert (error["code"], error["field"], error["duplicateValue"]) == ("DuplicateField", "interfaceId", "1")


def test_custom_fields_stand_in_four_places(a_payment, changed, a_type, told):
    kind = a_type("payment", "transaction", "payment-method-info", "payment-interface-interaction")
    payment = a_payment(transactions=[{"type": "Charge", "amount": EUR_10}])
    which = {"transactionId": payment["transactions"][0]["id"]}
    note = {"name": "note", "value": "two"}
    payment = changed(
        payment,
        {"action": "setCustomType", "type": kind, "fields": {"note": "one"}},
        {"action": "setCustomField", **note},
        {"action": "setTransactionCustomType", "type": kind, "fields": {"note": "one"}, **which},
        {"action": "setTransactionCustomField", **note, **which},
        {"action": "setMethodInfoCustomType", "type": kind, "fields": {"note": "one"}},
        {"action": "setMethodInfoCustomField", **note},
        {"action": "addInterfaceInteraction", "type": kind, "fields": {"note": "two"}},
    )
    custom = {"type": kind, "fields": {"note": "two"}}
    assert payment["custom"] == payment["transactions"][0]["custom"] == payment["paymentMethodInfo"]["custom"] == custom
    assert payment["interfaceInteractions"] == [custom]
    assert [message["type"] for message in told("payments", payment)][1:] == [
        "PaymentMethodInfoCustomTypeSet",
        "PaymentMethodInfoCustomFieldChanged",
        "PaymentInteractionAdded",
    ]


def test_its_state_follows_the_arrows(api, a_payment, changed, known, told):
    paid = known("state", key="paid", type="PaymentState", initial=False)
    begun = known(
        "state", key="begun", type="PaymentState", initial=True, transitions=[{"typeId": "state", "id": paid["id"]}]
    )
    payment = a_payment()
    to = lambda state, **more: {"action": "transitionState", "state": {"id": state["id"]}, **more}  # noqa: E731
    assert refusal(api, payment, to(paid)) == "InvalidOperation"
    payment = changed(payment, to(begun), to(paid))
    assert payment["paymentStatus"]["state"] == {"typeId": "state", "id": paid["id"]}
    assert [message["type"] for message in told("payments", payment)][1:] == ["PaymentStatusStateTransition"] * 2


def test_shoppers_have_their_own_payments_until_money_moves(app, api, a_payment):
    me = Api(app, "manage_my_payments", customer_id="me")
    you = Api(app, "manage_my_payments", anonymous_id="you")
    a_payment()
    mine = me.post("me/payments", {"amountPlanned": EUR_10, "paymentMethodInfo": {"token": {"value": "secret"}}})
    assert mine.keys() == {"id", "version", "customer", "amountPlanned", "paymentMethodInfo", "transactions"}
    assert mine["paymentMethodInfo"] == {"token": {"value": "****"}}
    assert me.get("me/payments")["results"] == [mine] == [me.get(f"me/payments/{mine['id']}")]
    assert you.get("me/payments")["results"] == []
    you.refused(404, "GET", f"me/payments/{mine['id']}")
    mine = me.update(
        "me/payments",
        mine,
        {"action": "setMethodInfoMethod", "method": "CARD"},
        {"action": "addTransaction", "transaction": {"type": "Charge", "amount": EUR_10}},
    )
    late = {"version": mine["version"], "actions": [{"action": "changeAmountPlanned", "amount": EUR_10}]}
    assert me.refused(400, "POST", f"me/payments/{mine['id']}", json=late)["errors"][0]["code"] == "InvalidOperation"
    me.refused(400, "DELETE", f"me/payments/{mine['id']}", query_string={"version": mine["version"]})
    assert api.get(f"payments/{mine['id']}")["paymentMethodInfo"]["token"] == {"value": "secret"}


def test_shoppers_see_whether_they_have_payments_and_may_drop_them(app):
    me = Api(app, "manage_my_payments", customer_id="me")
    assert me.head("me/payments") == 404
    mine = me.post("me/payments", {"amountPlanned": EUR_10})
    assert me.head("me/payments") == me.head(f"me/payments/{mine['id']}") == 200
    changed = me.update(
        "me/payments",
        mine,
        {"action": "changeAmountPlanned", "amount": EUR_10 | {"centAmount": 7}},
        {"action": "setMethodInfoInterface", "interface": "hatpay"},
        {"action": "setMethodInfoInterfaceAccount", "interfaceAccount": "main"},
        {"action": "setMethodInfoName", "name": {"en": "Card"}},
    )
    assert changed["amountPlanned"]["centAmount"] == 7
    assert me.delete("me/payments", changed)["id"] == mine["id"]
    assert me.head("me/payments") == 404


def test_shoppers_note_things_on_their_payments(app, a_type):
    me = Api(app, "manage_my_payments", customer_id="me")
    notes = a_type("payment", "payment-method-info")
    mine = me.post("me/payments", {"amountPlanned": EUR_10, "custom": {"type": notes, "fields": {"note": "one"}}})
    mine = me.update(
        "me/payments",
        mine,
        {"action": "setCustomField", "name": "note", "value": "two"},
        {"action": "setMethodInfoCustomType", "type": notes},
        {"action": "setMethodInfoCustomField", "name": "note", "value": "three"},
    )
    assert mine["custom"]["fields"] == {"note": "two"}
    assert mine["paymentMethodInfo"]["custom"]["fields"] == {"note": "three"}


def test_shoppers_note_things_on_the_transaction_they_add(app, a_type):
    me = Api(app, "manage_my_payments", customer_id="me")
    mine = me.post("me/payments", {"amountPlanned": EUR_10})
    note = {"action": "setTransactionCustomField", "name": "note", "value": "two"}
    custom = {"type": a_type("transaction"), "fields": {"note": "one"}}
    add = {"action": "addTransaction", "transaction": {"type": "Charge", "amount": EUR_10, "custom": custom}}
    path = f"me/payments/{mine['id']}"
    for actions in ([note], [add, add]):
        body = {"version": mine["version"], "actions": actions}
        assert me.refused(400, "POST", path, json=body)["errors"][0]["code"] == "InvalidOperation"
    mine = me.update("me/payments", mine, add, note)
    assert mine["transactions"][0]["custom"]["fields"] == {"note": "two"}
    body = {"version": mine["version"], "actions": [note | {"value": "three"}]}
    assert me.refused(400, "POST", path, json=body)["errors"][0]["code"] == "InvalidOperation"


def test_a_shopper_cannot_say_that_money_was_taken(app):
    me = Api(app, "manage_my_payments", customer_id="me")
    claim = {"type": "Charge", "amount": EUR_10, "state": "Success"}
    me.refused(400, "POST", "me/payments", json={"amountPlanned": EUR_10, "transaction": claim})


def test_a_payment_belongs_to_one_order(api, a_payment, an_order):
    order, other, payment = an_order(), an_order(), a_payment()
    pay = {"action": "addPayment", "payment": {"typeId": "payment", "id": payment["id"]}}
    order = api.update("orders", order, pay)
    assert order["paymentInfo"]["payments"] == [{"typeId": "payment", "id": payment["id"]}]
    body = {"version": other["version"], "actions": [pay]}
    assert api.refused(400, "POST", f"orders/{other['id']}", json=body)["errors"][0]["code"] == "InvalidOperation"
    expanded = api.get(f"orders/{order['id']}", expand="paymentInfo.payments[*]")
    assert expanded["paymentInfo"]["payments"][0]["obj"]["id"] == payment["id"]
    order = api.update("orders", order, pay | {"action": "removePayment"})
    assert "paymentInfo" not in order
