"""What a client may do to a cart, by the nouns it does it to.

https://docs.commercetools.com/api/projects/carts#update-actions
"""

from apps.cart.carts.actions import (
    addresses,
    custom_line_items,
    customer,
    discounts,
    line_items,
    lock,
    payments,
    settings,
    shipping,
    shipping_methods,
    shopping_lists,
    taxes,
    whole_cart,
)
from apps.cart.carts.actions.registry import actions

__all__ = [
    "actions",
    "addresses",
    "custom_line_items",
    "customer",
    "discounts",
    "line_items",
    "lock",
    "payments",
    "settings",
    "shipping",
    "shipping_methods",
    "shopping_lists",
    "taxes",
    "whole_cart",
]
