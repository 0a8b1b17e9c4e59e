"""For which carts a shipping method is meant: those that its predicate matches, of its stores if it has any.

https://docs.commercetools.com/api/projects/predicates
"""

from typing import TYPE_CHECKING

from apps.cart.predicates import CART, SeenCart
from common.predicates.discounts import predicate
from common.resources.context import Context
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart


def check_predicate(text: str | None) -> None:
    """SyntaxError, or SemanticError where it asks for what carts do not have."""
    if text is not None:
        predicate(text, CART)


def suits_cart(method: Json, cart: "Cart", context: Context) -> bool:
    return "predicate" not in method or bool(predicate(method["predicate"], CART).holds(SeenCart(cart, context)))


def suits_store(method: Json, cart: "Cart") -> bool:
    keys = [store["key"] for store in method.get("stores", ())]
    return not keys or (cart.store or {}).get("key") in keys
