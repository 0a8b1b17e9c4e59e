"""How a payment is born.

https://docs.commercetools.com/api/projects/payments#paymentdraft
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from apps.order.payments.document import Payment
from apps.order.payments.method import PaymentMethodInfoDraft, PaymentStatus, method_at_rest
from apps.order.payments.transactions import TransactionDraft, transaction_at_rest
from common.resources.card import shared_fields
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.values.custom_fields import CustomFieldsDraft
from common.values.money import Money
from common.values.references import ToCustomer
from common.values.texts import Key
from common.wire import dump

INTERACTION = "payment-interface-interaction"


@dataclass(frozen=True, kw_only=True)
class PaymentDraft:
    amount_planned: Money
    key: Key | None = None
    customer: ToCustomer | None = None
    anonymous_id: str | None = None
    external_id: str | None = None
    interface_id: str | None = None
    amount_authorized: Money | None = None
    authorized_until: datetime | None = None
    amount_paid: Money | None = None
    amount_refunded: Money | None = None
    payment_method_info: PaymentMethodInfoDraft | None = None
    payment_status: PaymentStatus | None = None
    transactions: tuple[TransactionDraft, ...] = ()
    interface_interactions: tuple[CustomFieldsDraft, ...] = ()
    custom: CustomFieldsDraft | None = None


MADE_HERE = ("payment_method_info", "payment_status", "transactions", "interface_interactions", "custom")


def born(draft: PaymentDraft, context: Context) -> Payment:
    made: dict[str, Any] = {
        "payment_method_info": method_at_rest(draft.payment_method_info, context),
        "payment_status": dump(draft.payment_status) if draft.payment_status else {},
        "transactions": [transaction_at_rest(one, context) for one in draft.transactions],
        "interface_interactions": [custom_at_rest(one, INTERACTION, context) for one in draft.interface_interactions],
    }
    return Payment(**shared_fields(draft, Payment, without=MADE_HERE), **made)
