"""How much is to be paid; and, of old, how much is authorised, paid and refunded, which transactions say better."""

from dataclasses import dataclass
from datetime import datetime

from apps.order.payments.actions.registry import actions
from apps.order.payments.document import Payment
from common.values.money import Money
from common.wire import dump


@actions("changeAmountPlanned")
@dataclass(frozen=True)
class ChangeAmountPlanned:
    amount: Money

    def apply(self, payment: Payment) -> None:
        payment.amount_planned = dump(self.amount)


@actions("setAmountPaid")
@dataclass(frozen=True)
class SetAmountPaid:
    amount: Money | None = None

    def apply(self, payment: Payment) -> None:
        payment.amount_paid = dump(self.amount)


@actions("setAmountRefunded")
@dataclass(frozen=True)
class SetAmountRefunded:
    amount: Money | None = None

    def apply(self, payment: Payment) -> None:
        payment.amount_refunded = dump(self.amount)


@actions("setAuthorization")
@dataclass(frozen=True)
class SetAuthorization:
    amount: Money | None = None
    until: datetime | None = None

    def apply(self, payment: Payment) -> None:
        payment.amount_authorized, payment.authorized_until = dump(self.amount), dump(self.until)
