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
from common.errors import InvalidOperation
from common.resources.context import Context
from common.resources.messages import Message
from common.values.references import ToState


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
class TransitionState:
    """Where the State that the order is in names its transitions, only to one of them; the first must be
    initial."""

    state: ToState
    force: bool = False

    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        new = self.state.to_json()
        if new == order.state:
            return
        if not self.force:
            _check_transition(order.state, new, context)
        old, order.state = order.state, new
        yield OrderStateTransition(state=new, force=self.force, old_state=old)


def _check_transition(old: dict[str, str] | None, new: dict[str, str], context: Context) -> None:
    if old is None:
        first = context.find("state", new["id"]) or {}
        if not first.get("initial", False):
            raise InvalidOperation(f"The state '{new['id']}' is not an initial state.")
        return
    transitions = (context.find("state", old["id"]) or {}).get("transitions")
    if transitions is not None and new["id"] not in {reached["id"] for reached in transitions}:
        raise InvalidOperation(f"There is no transition from state '{old['id']}' to state '{new['id']}'.")
