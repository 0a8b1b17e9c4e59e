"""Actions on what pays for the order."""

from apps.order.orders.actions.registry import actions
from apps.order.orders.messages import OrderPaymentAdded, OrderPaymentRemoved
from common.resources.families.payments import payments

actions.include(
    payments(
        others={},
        added=OrderPaymentAdded,
        removed=lambda payment, last: OrderPaymentRemoved(payment, removed_payment_info=last),
    )
)
