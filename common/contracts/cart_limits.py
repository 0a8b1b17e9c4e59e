"""Stock entries that limit how much of a sku one line of a cart may hold, and how carts come to hear of them.

Stock moves with every order; of the entries that limit nothing carts need not hear.

https://docs.commercetools.com/api/carts-orders-overview#quantity-limits
"""

from collections.abc import Iterator

from common.wire.json import Json

CART_LIMITS = "cart-limits"
"""What the events of an entry are about that limits something, or once did."""


def has_limits(entry: Json) -> bool:
    return "minCartQuantity" in entry or "maxCartQuantity" in entry


def limited_sku(entry: Json) -> Iterator[str]:
    """How a listener finds it."""
    if has_limits(entry):
        yield f"sku:{entry['sku']}"
