"""Whose cart it is.

https://docs.commercetools.com/api/projects/carts#set-customer-id
"""

from typing import TYPE_CHECKING

from common.resources.context import Context, no_such

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart


def belong_to(cart: "Cart", customer_id: str, context: Context) -> None:
    """Give the cart to a customer; with the customer comes the group, whose prices count."""
    customer = context.find("customer", customer_id)
    if customer is None:
        raise no_such("customer", customer_id)
    cart.customer_id, cart.anonymous_id = customer_id, None
    cart.customer_group = customer.get("customerGroup")
