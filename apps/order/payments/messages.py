"""What a payment tells.

https://docs.commercetools.com/api/projects/messages/payment-messages
"""

from dataclasses import dataclass
from typing import Any

from apps.order.payments.document import Payment
from apps.order.payments.method import masked
from common.resources.document import on_the_wire, stored
from common.resources.messages import Message
from common.wire.json import Json


@dataclass(frozen=True)
class PaymentCreated(Message):
    payment: Json

    @classmethod
    def of(cls, payment: Payment) -> "PaymentCreated":
        json = on_the_wire(stored(payment))
        info = json["paymentMethodInfo"]
        return cls(json | {"paymentMethodInfo": info | {"token": masked(info["token"])}} if "token" in info else json)


@dataclass(frozen=True)
class PaymentInteractionAdded(Message):
    interaction: Json


@dataclass(frozen=True)
class PaymentInterfaceIdSet(Message):
    interface_id: str | None = None
    old_interface_id: str | None = None


@dataclass(frozen=True)
class PaymentStatusInterfaceCodeSet(Message):
    payment_id: str
    interface_code: str | None = None


@dataclass(frozen=True)
class PaymentStatusStateTransition(Message):
    state: Json
    force: bool


@dataclass(frozen=True)
class PaymentTransactionAdded(Message):
    transaction: Json


@dataclass(frozen=True)
class PaymentTransactionStateChanged(Message):
    transaction_id: str
    state: str


@dataclass(frozen=True)
class PaymentTransactionInterfaceIdSet(Message):
    transaction_id: str
    new_interface_id: str | None = None
    old_interface_id: str | None = None


@dataclass(frozen=True)
class PaymentMethodInfoInterfaceSet(Message):
    interface: str | None = None
    old_interface: str | None = None


@dataclass(frozen=True)
class PaymentMethodInfoInterfaceAccountSet(Message):
    interface_account: str | None = None
    old_interface_account: str | None = None


@dataclass(frozen=True)
class PaymentMethodInfoMethodSet(Message):
    method: str | None = None
    old_method: str | None = None


@dataclass(frozen=True)
class PaymentMethodInfoNameSet(Message):
    name: Any = None
    old_name: Any = None


@dataclass(frozen=True)
class PaymentMethodInfoTokenSet(Message):
    token: Json | None = None
    old_token: Json | None = None
