"""Every example body of an update action in the reference, of those we serve, is understood as it stands there."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from apps.account.service import service as account
from apps.cart.carts.mine import my_carts
from apps.cart.service import service as cart
from apps.customer.service import service as customer
from apps.order.service import service as order
from apps.product.service import service as product
from common.resources.actions import Actions
from tests.support.reference import folder

CARDS = [card for service in (account, cart, customer, order, product) for card in service.resources]
BY_NAME = {card.document.__name__: card.actions for card in CARDS} | {"MyCart": my_carts.actions}


AGAINST_THEIR_OWN_TYPE = {"OrderAddParcelToDeliveryAction.json"}
"""Bodies that contradict the reference itself: here ``items`` is one object, where its type says an array."""


def examples() -> Iterator[Any]:
    bodies = json.loads((folder() / "examples.json").read_bytes())
    for name, body in bodies.items():
        kind = name.rpartition("/")[2]
        if kind in AGAINST_THEIR_OWN_TYPE:
            continue
        action = body.get("action") if isinstance(body, dict) else None
        for document, actions in BY_NAME.items():
            stem = document.removesuffix("Entry")
            if action in actions.declared and kind == f"{stem}{action[0].upper()}{action[1:]}Action.json":
                yield pytest.param(actions, body, id=kind)


@pytest.mark.parametrize(("actions", "body"), list(examples()))
def test_an_example_is_understood(actions: Actions[Any], body: dict[str, Any]) -> None:
    assert actions.read(body, "actions -> 0").name == body["action"]
