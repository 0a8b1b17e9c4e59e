"""What happens to the money, and what the payment service says of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from apps.order.payments.actions.registry import actions
from apps.order.payments.document import Payment
from apps.order.payments.messages import (
    PaymentTransactionAdded,
    PaymentTransactionInterfaceIdSet,
    PaymentTransactionStateChanged,
)
from apps.order.payments.transactions import (
    TransactionDraft,
    TransactionState,
    transaction_at_rest,
    transaction_of,
)
from common.errors import DuplicateField
from common.resources.context import Context
from common.resources.families.custom_fields import SetCustomField, SetCustomType
from common.resources.families.items import with_or_without
from common.resources.messages import Message
from common.wire import dump
from common.wire.json import Json


@actions("addTransaction")
@dataclass(frozen=True)
class AddTransaction:
    transaction: TransactionDraft

    def apply(self, payment: Payment, context: Context) -> Iterator[Message]:
        added = transaction_at_rest(self.transaction, context)
        payment.transactions = [*payment.transactions, added]
        yield PaymentTransactionAdded(added)


@dataclass(frozen=True, kw_only=True)
class OneTransaction:
    """An action on the transaction that ``transactionId`` names."""

    transaction_id: str

    def of(self, payment: Payment) -> Json:
        return transaction_of(payment.transactions, self.transaction_id)


@actions("changeTransactionState")
@dataclass(frozen=True, kw_only=True)
class ChangeTransactionState(OneTransaction):
    state: TransactionState

    def apply(self, payment: Payment) -> Iterator[Message]:
        transaction = self.of(payment)
        if transaction["state"] != self.state:
            transaction["state"] = self.state
            yield PaymentTransactionStateChanged(self.transaction_id, self.state)


@actions("changeTransactionTimestamp")
@dataclass(frozen=True, kw_only=True)
class ChangeTransactionTimestamp(OneTransaction):
    timestamp: datetime

    def apply(self, payment: Payment) -> None:
        self.of(payment)["timestamp"] = dump(self.timestamp)


@actions("changeTransactionInteractionId")
@dataclass(frozen=True, kw_only=True)
class ChangeTransactionInteractionId(OneTransaction):
    interaction_id: str

    def apply(self, payment: Payment) -> None:
        self.of(payment)["interactionId"] = self.interaction_id


@actions("setTransactionInterfaceId")
@dataclass(frozen=True, kw_only=True)
class SetTransactionInterfaceId(OneTransaction):
    interface_id: str | None = None

    def apply(self, payment: Payment) -> Iterator[Message]:
        transaction = self.of(payment)
        others = [other for other in payment.transactions if other is not transaction]
        if self.interface_id and any(other.get("interfaceId") == self.interface_id for other in others):
            raise DuplicateField("interfaceId", self.interface_id)
        old = transaction.get("interfaceId")
        with_or_without(transaction, "interfaceId", self.interface_id)
        if old != self.interface_id:
            yield PaymentTransactionInterfaceIdSet(self.transaction_id, self.interface_id, old)


@actions("setTransactionCustomType")
@dataclass(frozen=True, kw_only=True)
class SetTransactionCustomType(OneTransaction, SetCustomType):
    def apply(self, payment: Payment, context: Context) -> None:
        _customise(self.of(payment), self, context)


@actions("setTransactionCustomField")
@dataclass(frozen=True, kw_only=True)
class SetTransactionCustomField(OneTransaction, SetCustomField):
    def apply(self, payment: Payment, context: Context) -> None:
        _customise(self.of(payment), self, context)


def _customise(transaction: Json, payload: SetCustomType | SetCustomField, context: Context) -> None:
    with_or_without(transaction, "custom", payload.on(transaction.get("custom"), "transaction", context))
