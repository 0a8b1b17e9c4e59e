"""How a payment is made, and where it stands with whoever makes it.

https://docs.commercetools.com/api/projects/payments#paymentmethodinfo
"""

from dataclasses import dataclass

from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.values.custom_fields import CustomFields, CustomFieldsDraft
from common.values.localized import Localized
from common.values.references import ToState
from common.wire import dump
from common.wire.json import Json


@dataclass(frozen=True)
class PaymentMethodToken:
    """Stands for a card at the payment service: only that service can do anything with it."""

    value: str

    MASKED = "****"


@dataclass(frozen=True, kw_only=True)
class PaymentMethodInfoDraft:
    payment_interface: str | None = None
    interface_account: str | None = None
    method: str | None = None
    name: Localized | None = None
    token: PaymentMethodToken | None = None
    custom: CustomFieldsDraft | None = None


@dataclass(frozen=True, kw_only=True)
class PaymentMethodInfo:
    payment_interface: str | None = None
    interface_account: str | None = None
    method: str | None = None
    name: Localized | None = None
    token: PaymentMethodToken | None = None
    custom: CustomFields | None = None


@dataclass(frozen=True)
class PaymentStatus:
    interface_code: str | None = None
    interface_text: str | None = None
    state: ToState | None = None


def method_at_rest(draft: PaymentMethodInfoDraft | None, context: Context) -> Json:
    if draft is None:
        return {}
    custom = custom_at_rest(draft.custom, "payment-method-info", context)
    return dump(draft) | ({"custom": custom} if custom else {})


def masked(token: Json | None) -> Json | None:
    """As messages and shoppers see it."""
    return {"value": PaymentMethodToken.MASKED} if token else None
