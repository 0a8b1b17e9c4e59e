"""What may be done to a payment, by what of it changes.

https://docs.commercetools.com/api/projects/payments#update-actions
"""

from apps.order.payments.actions import amounts, interface, method, payer, transactions  # noqa: F401 (they declare themselves)
from apps.order.payments.actions.registry import actions

__all__ = ["actions"]
