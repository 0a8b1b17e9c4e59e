"""Actions on what pays for the cart."""

from apps.cart.carts.actions.registry import actions
from common.resources.families.payments import payments

actions.include(payments(others={"cartState": "Active"}))
