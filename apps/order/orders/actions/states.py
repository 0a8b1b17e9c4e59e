"""Where an order stands: open to complete, unpaid to paid, shipped or not, and in a merchant's own
workflow."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.order.orders.actions.registry import actions
from apps.order.orders.document import Order
from apps.order.orders.draft import OrderState, PaymentState, ShipmentState
from apps.order.orders.messages import (
    OrderPaymentStateChanged,
    OrderShipmentStateChanged,
    OrderStateChanged,
    OrderStateTransition,
)
from common.resources.context import Context
from common.resources.families.states import TransitionState, check_transition
from common.resources.messages import Message


@actions("changeOrderState")
@dataclass(frozen=True)
class ChangeOrderState:
    order_state: OrderState

    def apply(self, order: Order) -> Iterator[Message]:
        if self.order_state != order.order_state:
            old, order.order_state = order.order_state, self.order_state
            yield OrderStateChanged(order_state=self.order_state, old_order_state=old)


@actions("changePaymentState")
@dataclass(frozen=True)
class ChangePaymentState:
    payment_state: PaymentState

    def apply(self, order: Order) -> Iterator[Message]:
        if self.payment_state != order.payment_state:
            old, order.payment_state = order.payment_state, self.payment_state
            yield OrderPaymentStateChanged(payment_state=self.payment_state, old_payment_state=old)


@actions("changeShipmentState")
@dataclass(frozen=True)
class ChangeShipmentState:
    shipment_state: ShipmentState

    def apply(self, order: Order) -> Iterator[Message]:
        if self.shipment_state != order.shipment_state:
            old, order.shipment_state = order.shipment_state, self.shipment_state
            yield OrderShipmentStateChanged(shipment_state=self.shipment_state, old_shipment_state=old)


@actions("transitionState")
@dataclass(frozen=True)
class TransitionOrderState(TransitionState):
    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        if self.state is None or self.state.to_json() == order.state:
            return
        check_transition(self, order.state, "OrderState", context)
        old, order.state = order.state, self.state.to_json()
        yield OrderStateTransition(state=order.state, force=self.force, old_state=old)
