"""The example bodies of update actions in the reference, each with the type of resource that it is for."""

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

from apps.account.service import service as account
from apps.cart.carts.mine import my_carts
from apps.cart.service import service as cart
from apps.cart.shopping_lists.mine import my_shopping_lists
from apps.customer.customers.mine import my_customer
from apps.customer.service import service as customer
from apps.order.payments.mine import my_payments
from apps.order.service import service as order
from apps.product.service import service as product
from tests.support.reference import folder, reference

Json = dict[str, Any]

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


def is_served(name: str, body: Json) -> bool:
    return name in SERVED and body["action"] in SERVED[name].declared


@cache
def examples() -> list[tuple[str, str, Json]]:
    """File name, the type whose action it is (the longest name that the file's begins with), and the body."""
    return list(_examples())


def _examples() -> Iterator[tuple[str, str, Json]]:
    bodies = json.loads((folder() / "examples.json").read_bytes())
    for path, body in bodies.items():
        kind = path.rpartition("/")[2]
        names = [name for name in KNOWN if kind.startswith((name, name.removesuffix("Entry")))]
        if kind.endswith("Action.json") and kind not in AGAINST_THEIR_OWN_TYPE and names and "action" in body:
            yield kind, max(names, key=len), body


def served_examples() -> list[tuple[str, str, Json]]:
    return [example for example in examples() if is_served(*example[1:])]
