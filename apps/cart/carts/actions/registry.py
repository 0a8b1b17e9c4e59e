"""The cart's actions, and when a cart refuses them.

https://docs.commercetools.com/api/projects/carts#cartstate
"""

from collections.abc import Callable, Iterable
from typing import Any

from apps.cart.carts.document import CLOSED, Cart
from common.errors import InvalidOperation
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.messages import Message

KEY_TO_LOCKS = "manage_locked_carts"

PRICES_THINGS = frozenset(
    {
        "addCustomLineItem",
        "addDiscountCode",
        "addLineItem",
        "addShoppingList",
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

MOVES_THE_REST = frozenset(
    {
        "addCustomShippingMethod",
        "addShippingMethod",
        "changeTaxCalculationMode",
        "changeTaxMode",
        "changeTaxRoundingMode",
        "removeShippingMethod",
        "setCustomShippingMethod",
        "setShippingAddress",
        "setShippingMethod",
        "setShippingRateInput",
    }
)
"""What may change the price of shipping, or a tax: not done to a cart that is frozen hard."""


class CartActions(Actions[Cart]):
    def add(self, name: str, payload: type, apply: Callable[[Any, Any, Context], Any]) -> None:
        def apply_if_open(payload: Any, cart: Cart, context: Context) -> Iterable[Message] | None:
            if cart.cart_state in CLOSED or (cart.cart_state == "Frozen" and _is_frozen(name, cart)):
                raise InvalidOperation(f"{name} is not possible on a cart in state {cart.cart_state}.")
            if _is_locked(cart, context):
                raise InvalidOperation("The cart is locked.")
            return apply(payload, cart, context)

        super().add(name, payload, apply_if_open)


def _is_locked(cart: Cart, context: Context) -> bool:
    return cart.lock is not None and not context.may(KEY_TO_LOCKS)


def _is_frozen(name: str, cart: Cart) -> bool:
    return name in PRICES_THINGS or (cart.freeze_strategy == "HardFreeze" and name in MOVES_THE_REST)


actions = CartActions(Cart)
