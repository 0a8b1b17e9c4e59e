"""The cart's actions, and when a cart refuses them.

https://docs.commercetools.com/api/projects/carts#cartstate
"""

from collections.abc import Callable, Iterable
from typing import Any

from apps.cart.carts.document import Cart
from common.errors import InvalidOperation
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.messages import Message

CLOSED = ("Ordered", "Merged")

PRICES_THINGS = frozenset(
    {
        "addCustomLineItem",
        "addDiscountCode",
        "addLineItem",
        "changeCustomLineItemMoney",
        "changeCustomLineItemQuantity",
        "changeLineItemQuantity",
        "changePriceRoundingMode",
        "recalculate",
        "removeCustomLineItem",
        "removeLineItem",
        "setCountry",
        "setCustomerGroup",
        "setCustomerId",
        "removeDiscountCode",
        "setDirectDiscounts",
        "setLineItemDistributionChannel",
        "setLineItemPrice",
        "setLineItemTotalPrice",
    }
)
"""What may change the price of a line: not done to a frozen cart."""


class CartActions(Actions[Cart]):
    def add(self, name: str, payload: type, apply: Callable[[Any, Any, Context], Any]) -> None:
        def apply_if_open(payload: Any, cart: Cart, context: Context) -> Iterable[Message] | None:
            if cart.cart_state in CLOSED or (cart.cart_state == "Frozen" and name in PRICES_THINGS):
                raise InvalidOperation(f"{name} is not possible on a cart in state {cart.cart_state}.")
            return apply(payload, cart, context)

        super().add(name, payload, apply_if_open)


actions = CartActions(Cart)
