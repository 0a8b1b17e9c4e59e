"""Every example body of an update action in the reference is understood as it stands there, or listed as not served."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from apps.account.service import service as account
from apps.cart.carts.mine import my_carts
from apps.cart.service import service as cart
from apps.cart.shopping_lists.mine import my_shopping_lists
from apps.customer.customers.mine import my_customer
from apps.customer.service import service as customer
from apps.order.payments.mine import my_payments
from apps.order.service import service as order
from apps.product.service import service as product
from cli.coverage import coverage
from tests.support.reference import folder, reference

CARDS = [card for service in (account, cart, customer, order, product) for card in service.cards]
MINE = {
    "MyCart": my_carts.actions,
    "MyCustomer": my_customer.actions,
    "MyPayment": my_payments.actions,
    "MyShoppingList": my_shopping_lists.actions,
}
SERVED = {card.document.__name__: card.actions for card in CARDS} | MINE
KNOWN = {base.removesuffix("UpdateAction"): names for base, names in reference().actions_of.items()}

AGAINST_THEIR_OWN_TYPE = {"OrderAddParcelToDeliveryAction.json"}
"""Bodies that contradict the reference itself: here ``items`` is one object, where its type says an array."""


def examples() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """File name, the type whose action it is (the longest name that the file's begins with), and the body."""
    bodies = json.loads((folder() / "examples.json").read_bytes())
    for path, body in bodies.items():
        kind = path.rpartition("/")[2]
        names = [name for name in KNOWN if kind.startswith((name, name.removesuffix("Entry")))]
        if kind.endswith("Action.json") and kind not in AGAINST_THEIR_OWN_TYPE and names and "action" in body:
            yield kind, max(names, key=len), body


EXAMPLES = list(examples())


def is_served(name: str, body: dict[str, Any]) -> bool:
    return name in SERVED and body["action"] in SERVED[name].declared


THOSE_SERVED = [pytest.param(name, body, id=kind) for kind, name, body in EXAMPLES if is_served(name, body)]


@pytest.mark.parametrize(("name", "body"), THOSE_SERVED)
def test_an_example_is_understood(name: str, body: dict[str, Any]) -> None:
    assert SERVED[name].read(body, "actions -> 0").name == body["action"]


def test_what_is_not_served_is_listed() -> None:
    listed = {(name, action) for name, row in coverage()["actions"].items() for action in row.missing}
    not_served = {(name, body["action"]) for _, name, body in EXAMPLES if not is_served(name, body)}
    assert {one for one in not_served if one[1] in KNOWN[one[0]]} <= listed


def test_nearly_all_examples_are_looked_at() -> None:
    assert len(EXAMPLES) > 700
