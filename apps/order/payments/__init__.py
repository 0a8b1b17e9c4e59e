"""Payments, on one card."""

from apps.order.payments.actions import actions
from apps.order.payments.document import Payment
from apps.order.payments.draft import PaymentDraft, born
from apps.order.payments.messages import PaymentCreated
from common.resources.card import ResourceType, Scopes

payments = ResourceType(
    path="payments",
    type_id="payment",
    document=Payment,
    draft=PaymentDraft,
    actions=actions,
    scopes=Scopes(view=("view_payments",), manage=("manage_payments",)),
    born=born,
    created=PaymentCreated.of,
)
