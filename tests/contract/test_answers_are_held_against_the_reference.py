"""The judge of all answers: what the real API could answer passes, and what it never would is named."""

import copy
from typing import Any

import pytest

from tests.support.contract import Contract, Exchange, contract

CATEGORY: dict[str, Any] = {
    "id": "c1",
    "version": 1,
    "createdAt": "2026-11-23T04:00:00.000Z",
    "lastModifiedAt": "2026-11-23T04:00:00.000Z",
    "name": {"en": "Hats"},
    "slug": {"en": "hats"},
    "orderHint": "0.5",
    "ancestors": [{"typeId": "category", "id": "c0"}],
    "assets": [],
}
MONEY = {"type": "centPrecision", "currencyCode": "EUR", "centAmount": 100, "fractionDigits": 2}
STALE = {
    "statusCode": 409,
    "message": "Object c1 has a different version than expected.",
    "errors": [{"code": "ConcurrentModification", "message": "…", "currentVersion": 2}],
}


def problems_of(status: int, received: Any, method: str = "GET", path: str = "/shop/categories/c1") -> list[str]:
    return Contract(contract().reference).problems(Exchange(method, path, None, status, received))


def changed(json: dict[str, Any], **fields: Any) -> dict[str, Any]:
    """A copy with these fields instead; None takes one away."""
    together = copy.deepcopy(json) | fields
    return {name: value for name, value in together.items() if value is not None}


def test_what_the_reference_describes_passes() -> None:
    assert problems_of(200, CATEGORY) == []
    assert problems_of(200, CATEGORY, path="/shop/categories/key=hats") == []
    assert problems_of(409, STALE, method="POST") == []


@pytest.mark.parametrize(
    ("received", "problem"),
    [
        (changed(CATEGORY, orderHint=None), ".orderHint: missing in Category"),
        (changed(CATEGORY, colour="red"), ".colour: not a field of Category"),
        (changed(CATEGORY, version="1"), ".version: integer expected, not '1'"),
        (changed(CATEGORY, version=True), ".version: integer expected, not True"),
        (changed(CATEGORY, version=2**63), f".version: int64 expected, not {2**63}"),
        (changed(CATEGORY, key=7), ".key: string expected, not 7"),
        (changed(CATEGORY, createdAt="2026-11-23T04:00:00+00:00"), ".createdAt: datetime expected"),
        (changed(CATEGORY, name={"english": "Hats"}), ".name.english: not a field of LocalizedString"),
        (changed(CATEGORY, name={"en": 3}), ".name.en: string expected, not 3"),
        (changed(CATEGORY, parent={"typeId": "category"}), ".parent.id: missing in CategoryReference"),
        (changed(CATEGORY, parent={"typeId": "category", "id": "c0", "key": "k"}), ".parent.key: not a field"),
        (changed(CATEGORY, ancestors={}), ".ancestors: array expected, not {}"),
        ([CATEGORY], ": Category expected, not ["),
        (None, ": Category expected, not None"),
    ],
)
def test_what_it_would_never_answer_is_named(received: Any, problem: str) -> None:
    [found] = problems_of(200, received)
    assert problem in found


def test_money_is_judged_by_its_own_kind() -> None:
    price = {"id": "p1", "value": MONEY | {"preciseAmount": 10000}}
    shapes = contract().shapes
    assert list(shapes.problems({"$ref": "#/components/schemas/Price"}, price)) == [
        ".value.preciseAmount: not a field of CentPrecisionMoney"
    ]
    price["value"] = MONEY | {"type": "doubloons"}
    [problem, *_] = shapes.problems({"$ref": "#/components/schemas/Price"}, price)
    assert problem.startswith(".value.type: ")


def test_a_kind_of_a_kind_is_a_kind() -> None:
    message = {
        "id": "m1",
        "version": 1,
        "createdAt": "2026-11-23T04:00:00.000Z",
        "lastModifiedAt": "2026-11-23T04:00:00.000Z",
        "sequenceNumber": 1,
        "resource": {"typeId": "order", "id": "o1"},
        "resourceVersion": 1,
        "type": "OrderStateChanged",  # a kind of OrderMessage, which is a kind of Message
        "orderState": "Open",
        "oldOrderState": "Open",
    }
    page = {"limit": 20, "offset": 0, "count": 1, "results": [message]}
    assert problems_of(200, page, path="/shop/messages") == []
    message["type"] = "HatLost"
    assert ".results[0].type: no kind of Message: 'HatLost'" in problems_of(200, page, path="/shop/messages")


def test_statuses_and_operations_that_do_not_exist_are_named() -> None:
    assert problems_of(201, CATEGORY) == ["GET /{projectKey}/categories/{ID} never answers 201"]
    assert problems_of(200, CATEGORY, path="/shop/hats/h1") == ["the reference has no such operation"]
    assert problems_of(404, STALE) == [".statusCode: 409, but the status is 404"]
    assert problems_of(401, STALE | {"statusCode": 401}) == [".error: missing in AuthErrorResponse"]
    assert problems_of(200, CATEGORY, method="HEAD") == ["the answer to HEAD has a body"]


def update(*actions: str, version: int, received_version: int) -> Contract:
    judge = Contract(contract().reference)
    sent = {"version": version, "actions": [{"action": name} for name in actions]}
    received = changed(CATEGORY, version=received_version)
    assert judge.problems(Exchange("POST", "/shop/categories/c1", sent, 200, received)) == []
    return judge


def test_an_action_counts_once_it_raised_the_version() -> None:
    judge = update("changeName", "setKey", version=3, received_version=5)
    assert judge.ledger.actions == {
        ("CategoryUpdateAction", "changeName"),
        ("CategoryUpdateAction", "setKey"),
    }
    assert judge.ledger.operations == {"POST /{projectKey}/categories/{ID}"}
    assert update("changeName", "setKey", version=3, received_version=4).ledger.actions == set()


def test_a_refusal_is_not_counted_as_served() -> None:
    judge = Contract(contract().reference)
    judge.problems(Exchange("POST", "/shop/categories/c1", None, 409, STALE))
    assert judge.ledger.operations == set()
