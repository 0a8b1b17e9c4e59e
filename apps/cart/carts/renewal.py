"""A cart brought up to date: the prices, rates and, if wished, products of today."""

from typing import TYPE_CHECKING

from apps.cart.carts.prices import reprice
from apps.cart.carts.shipping import renew_rate
from apps.cart.carts.tax_rates import forget_tax_rates
from common.resources.context import Context

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart


def renew(cart: "Cart", context: Context, refresh: bool = False) -> None:
    """``refresh`` also takes over how the products of the lines are described now."""
    reprice(cart, cart.line_items, context, refresh)
    renew_rate(cart, context)
    if cart.tax_mode == "Platform":
        forget_tax_rates(cart)
    cart.settle(context)  # here, so that a discount that came or went counts as a change
