"""Payments that belong to an order."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.order.orders.actions.registry import actions
from apps.order.orders.document import Order
from apps.order.orders.messages import OrderPaymentAdded, OrderPaymentRemoved
from common.errors import InvalidOperation
from common.resources.document import collection_of
from common.resources.messages import Message
from common.values.references import ToPayment
from common.wire.json import Json


@actions("addPayment")
@dataclass(frozen=True)
class AddPayment:
    payment: ToPayment

    def apply(self, order: Order) -> Iterator[Message]:
        payment, known = self.payment.to_json(), _payments(order)
        if payment not in known:
            _check_free(order, payment)
            order.payment_info = {"payments": [*known, payment]}
            yield OrderPaymentAdded(payment)


@actions("removePayment")
@dataclass(frozen=True)
class RemovePayment:
    payment: ToPayment

    def apply(self, order: Order) -> Iterator[Message]:
        payment, known = self.payment.to_json(), _payments(order)
        if payment in known:
            left = [one for one in known if one != payment]
            order.payment_info = {"payments": left} if left else None
            yield OrderPaymentRemoved(payment, removed_payment_info=not left)


def _payments(order: Order) -> list[Json]:
    return list((order.payment_info or {}).get("payments", ()))


def _check_free(order: Order, payment: Json) -> None:
    """InvalidOperation where another order is paid by it."""
    paid_by_it = {"projectKey": order.project_key, "paymentInfo.payments.id": payment["id"]}
    if collection_of(Order).find_one(paid_by_it, {"_id": 1}):
        raise InvalidOperation(f"The payment '{payment['id']}' belongs to another order.")
