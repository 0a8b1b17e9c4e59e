"""What may be done to an order, by the nouns a merchant would use.

https://docs.commercetools.com/api/projects/orders#update-actions
"""

from apps.order.orders.actions import addresses, buyer, payments, states  # noqa: F401 (they declare themselves)
from apps.order.orders.actions.registry import actions

__all__ = ["actions"]
