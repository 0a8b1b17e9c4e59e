"""Every example body of an update action in the reference is sent to the API as it stands there.

It is applied; or it is refused by the name of something that it speaks of and that is not there, as many ids in the
examples are made up. It never fails, and is never taken for malformed.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.example_resources import api_of, know_of_neighbours, made
from tests.support.examples import served_examples

NAMES = sorted({name for _, name, _ in served_examples()})
SINGLE = "Single"
NOT_IN_SUCH_A_STATE = {
    "CartAddCustomShippingMethodAction.json": SINGLE,
    "CartFreezeCartAction.json": "empty",
    "CartRemoveShippingMethodAction.json": SINGLE,
    "CartSetCartTotalTaxAction.json": "ExternalAmount",
    "CartSetEstimatedDeliveryAction.json": "no shipping method",
    "CartSetShippingCustomFieldAction.json": SINGLE,
    "CartSetShippingCustomTypeAction.json": SINGLE,
    "CartSetShippingMethodTaxAmountAction.json": SINGLE,
    "CartSetShippingMethodTaxRateAction.json": SINGLE,
    "MyPaymentSetTransactionCustomFieldAction.json": "no transaction",
}
"""Refused because of what the resource is: a word of the refusal."""
APPLIED_AT_LEAST = {
    "Cart": 30,
    "CartDiscount": 17,
    "Category": 12,
    "Channel": 12,
    "Customer": 20,
    "CustomerGroup": 4,
    "DiscountCode": 13,
    "DiscountGroup": 5,
    "InventoryEntry": 12,
    "MyPayment": 3,
    "Order": 27,
    "Payment": 22,
    "Product": 27,
    "ProductDiscount": 10,
    "ProductType": 10,
    "Project": 19,
    "ShippingMethod": 15,
    "ShoppingList": 11,
    "StandalonePrice": 12,
    "State": 7,
    "Store": 16,
    "TaxCategory": 4,
    "Type": 10,
    "Zone": 4,
}


def texts(value: Any) -> Iterator[str]:
    """What an example calls things by."""
    match value:
        case dict():
            for name, each in value.items():
                yield from texts(each) if name not in ("action", "typeId") else ()
        case list():
            for each in value:
                yield from texts(each)
        case str() if len(value) > 1:
            yield value
        case int() if value >= 100:
            yield str(value)


def is_explained(kind: str, body: Any, error: Any) -> bool:
    said = json.dumps(error)
    if word := NOT_IN_SUCH_A_STATE.get(kind):
        return word in said
    return error["code"] != "InvalidJsonInput" and any(json.dumps(text)[1:-1] in said for text in texts(body))


@pytest.fixture(autouse=True)
def neighbours_are_known(mongodb: object) -> None:
    know_of_neighbours()


@pytest.mark.parametrize("name", NAMES)
def test_examples_are_applied_or_name_what_is_not_there(name: str) -> None:
    api, path = api_of(name)
    applied, unexplained, resource = 0, {}, None
    for kind, _, body in (one for one in served_examples() if one[1] == name):
        resource = resource or made(name)
        update = {"version": resource["version"], "actions": [body]}
        answer = api.request("POST", f"{path}/{resource['id']}" if path else "", json=update)
        if answer.status_code == 200:
            applied += 1
            resource = answer.get_json() if name == "Project" else None  # the next one meets a new one
        elif answer.status_code != 400 or not is_explained(kind, body, answer.get_json()["errors"][0]):
            unexplained[kind] = answer.get_json()
    assert unexplained == {}
    assert applied >= APPLIED_AT_LEAST.get(name, 0), "an example that was applied is refused now"
