"""What may be done to an order, by the nouns a merchant would use.

https://docs.commercetools.com/api/projects/orders#update-actions
"""

from apps.order.orders.actions import (  # noqa: F401 (they declare themselves)
    addresses,
    buyer,
    deliveries,
    elsewhere,
    item_states,
    parcels,
    payments,
    returns,
    shipping,
    states,
)
from apps.order.orders.actions.registry import actions

__all__ = ["actions"]
