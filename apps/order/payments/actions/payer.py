"""Who pays, while nobody knows the customer yet."""

from dataclasses import dataclass

from apps.order.payments.actions.registry import actions
from apps.order.payments.document import Payment
from common.errors import InvalidOperation


@actions("setAnonymousId")
@dataclass(frozen=True)
class SetAnonymousId:
    anonymous_id: str | None = None

    def apply(self, payment: Payment) -> None:
        if payment.customer is not None:
            raise InvalidOperation("The payment belongs to a customer already.")
        payment.anonymous_id = self.anonymous_id
