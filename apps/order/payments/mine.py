"""Payments as shoppers have them: begun by them, and out of their hands as soon as money moves.

https://docs.commercetools.com/api/projects/me-payments
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from werkzeug.datastructures import MultiDict

from apps.order.payments.actions import actions
from apps.order.payments.actions.transactions import SetTransactionCustomField
from apps.order.payments.document import Payment
from apps.order.payments.draft import PaymentDraft, born
from apps.order.payments.messages import PaymentCreated
from apps.order.payments.method import PaymentMethodInfoDraft, masked
from apps.order.payments.transactions import TransactionDraft
from common.errors import InvalidOperation
from common.resources.actions import Actions
from common.resources.card import ResourceType, Scopes
from common.resources.context import Context
from common.resources.families.custom_fields import SetCustomField
from common.resources.messages import Message
from common.values.custom_fields import CustomFieldsDraft
from common.values.money import Money
from common.wire.json import Json


@dataclass(frozen=True, kw_only=True)
class MyTransactionDraft(TransactionDraft):
    """A shopper asks for money to be taken, and says nothing of whether it was."""

    type: Literal["Authorization", "Charge"]
    state: Literal["Initial"] = "Initial"


@dataclass(frozen=True, kw_only=True)
class MyPaymentDraft:
    amount_planned: Money
    payment_method_info: PaymentMethodInfoDraft | None = None
    transaction: MyTransactionDraft | None = None
    custom: CustomFieldsDraft | None = None


class BeforeMoneyMoves(Actions[Payment]):
    """Actions that are refused on a payment with transactions."""

    def add(self, name: str, payload: type, apply: Callable[[Any, Any, Context], Any]) -> None:
        def apply_if_still_mine(payload: Any, payment: Payment, context: Context) -> Iterable[Message] | None:
            check_untouched(payment, context)
            return apply(payload, payment, context)

        super().add(name, payload, apply_if_still_mine)


JUST_ADDED = "the transaction that this update of my payment adds"


def check_untouched(payment: Payment, context: Context) -> None:
    if any(transaction["id"] != context.noted.get(JUST_ADDED) for transaction in payment.transactions):
        raise InvalidOperation("A payment with transactions cannot be changed or deleted by its shopper.")


my_actions = BeforeMoneyMoves(Payment)
for _name in (
    "changeAmountPlanned",
    "setCustomField",
    "setMethodInfoCustomField",
    "setMethodInfoCustomType",
    "setMethodInfoInterface",
    "setMethodInfoInterfaceAccount",
    "setMethodInfoMethod",
    "setMethodInfoName",
):
    my_actions.take(_name, actions)


@my_actions("addTransaction")
@dataclass(frozen=True)
class MyAddTransaction:
    transaction: MyTransactionDraft

    def apply(self, payment: Payment, context: Context) -> Any:
        if payment.transactions:
            raise InvalidOperation("A shopper adds one transaction to a payment.")
        messages = list(actions.declared["addTransaction"].payload(self.transaction).apply(payment, context))
        context.noted[JUST_ADDED] = payment.transactions[-1]["id"]
        return messages


@my_actions("setTransactionCustomField")
@dataclass(frozen=True, kw_only=True)
class MySetTransactionCustomField(SetCustomField):
    """Of the transaction that the same update adds: a payment that had one before is not its shopper's to change."""

    def apply(self, payment: Payment, context: Context) -> None:
        if not payment.transactions:
            raise InvalidOperation("The payment has no transaction.")
        SetTransactionCustomField(
            transaction_id=payment.transactions[-1]["id"], name=self.name, value=self.value
        ).apply(payment, context)


def born_mine(draft: MyPaymentDraft, context: Context) -> Payment:
    transactions = (draft.transaction,) if draft.transaction else ()
    whole = PaymentDraft(
        amount_planned=draft.amount_planned,
        payment_method_info=draft.payment_method_info,
        transactions=transactions,
        custom=draft.custom,
    )
    payment, actor = born(whole, context), context.actor or {}
    payment.customer, payment.anonymous_id = actor.get("customer"), actor.get("anonymousId")
    return payment


SHOWN = {"id", "version", "customer", "anonymousId", "amountPlanned", "paymentMethodInfo", "transactions", "custom"}


def as_its_shopper_sees_it(results: list[Json], arguments: MultiDict[str, str], context: Context) -> None:
    for payment in results:
        for name in payment.keys() - SHOWN:
            del payment[name]
        if "token" in payment["paymentMethodInfo"]:
            payment["paymentMethodInfo"]["token"] = masked(payment["paymentMethodInfo"]["token"])


my_payments = ResourceType(
    path="me/payments",
    type_id="payment",
    document=Payment,
    draft=MyPaymentDraft,
    actions=my_actions,
    scopes=Scopes(view=("manage_my_payments",), manage=("manage_my_payments",)),
    born=born_mine,
    created=PaymentCreated.of,
    check_delete=check_untouched,
    customer_path="customer.id",
    present=as_its_shopper_sees_it,
)
