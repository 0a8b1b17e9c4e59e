"""What the payment service calls the payment, what it said, and where the payment stands in its eyes and in ours."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from apps.order.payments.actions.registry import actions
from apps.order.payments.document import Payment
from apps.order.payments.draft import INTERACTION
from apps.order.payments.messages import (
    PaymentInteractionAdded,
    PaymentInterfaceIdSet,
    PaymentStatusInterfaceCodeSet,
    PaymentStatusStateTransition,
)
from common.errors import InvalidOperation
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.resources.families.items import with_or_without
from common.resources.families.states import TransitionState, check_transition
from common.resources.messages import Message
from common.values.custom_fields import CustomFieldsDraft
from common.values.references import ToType


@actions("setInterfaceId")
@dataclass(frozen=True)
class SetInterfaceId:
    """Once: it is by this name that the payment service knows the payment."""

    interface_id: str

    def apply(self, payment: Payment) -> Iterator[Message]:
        old = payment.interface_id
        if old not in (None, self.interface_id):
            raise InvalidOperation("The interfaceId is set already and cannot be changed.")
        payment.interface_id = self.interface_id
        if old is None:
            yield PaymentInterfaceIdSet(self.interface_id)


@actions("addInterfaceInteraction")
@dataclass(frozen=True)
class AddInterfaceInteraction:
    type: ToType
    fields: dict[str, Any] = field(default_factory=dict)

    def apply(self, payment: Payment, context: Context) -> Iterator[Message]:
        interaction = custom_at_rest(CustomFieldsDraft(self.type, self.fields), INTERACTION, context) or {}
        payment.interface_interactions = [*payment.interface_interactions, interaction]
        yield PaymentInteractionAdded(interaction)


@actions("setStatusInterfaceCode")
@dataclass(frozen=True)
class SetStatusInterfaceCode:
    interface_code: str | None = None

    def apply(self, payment: Payment) -> Iterator[Message]:
        if self.interface_code != payment.payment_status.get("interfaceCode"):
            with_or_without(payment.payment_status, "interfaceCode", self.interface_code)
            yield PaymentStatusInterfaceCodeSet(payment.id, self.interface_code)


@actions("setStatusInterfaceText")
@dataclass(frozen=True)
class SetStatusInterfaceText:
    """An empty text takes it away."""

    interface_text: str

    def apply(self, payment: Payment) -> None:
        with_or_without(payment.payment_status, "interfaceText", self.interface_text or None)


@actions("transitionState")
@dataclass(frozen=True)
class TransitionPaymentState(TransitionState):
    def apply(self, payment: Payment, context: Context) -> Iterator[Message]:
        state = self.state and self.state.to_json()
        if state and state != payment.payment_status.get("state"):
            check_transition(self, payment.payment_status.get("state"), "PaymentState", context)
            payment.payment_status["state"] = state
            yield PaymentStatusStateTransition(state=state, force=self.force)
