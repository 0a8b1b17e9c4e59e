"""What an order tells.

https://docs.commercetools.com/api/projects/messages/order-messages
"""

from dataclasses import dataclass

from common.resources.messages import Message
from common.wire.json import Json


@dataclass(frozen=True)
class OrderCreated(Message):
    order: Json


@dataclass(frozen=True)
class OrderDeleted(Message):
    order: Json


@dataclass(frozen=True)
class OrderStateChanged(Message):
    order_state: str
    old_order_state: str


@dataclass(frozen=True)
class OrderPaymentStateChanged(Message):
    payment_state: str
    old_payment_state: str | None = None


@dataclass(frozen=True)
class OrderShipmentStateChanged(Message):
    shipment_state: str
    old_shipment_state: str | None = None


@dataclass(frozen=True)
class OrderStateTransition(Message):
    state: Json
    force: bool
    old_state: Json | None = None


@dataclass(frozen=True)
class OrderCustomerEmailSet(Message):
    email: str | None = None
    old_email: str | None = None


@dataclass(frozen=True)
class OrderCustomerSet(Message):
    customer: Json | None = None
    old_customer: Json | None = None
    customer_group: Json | None = None
    old_customer_group: Json | None = None


@dataclass(frozen=True)
class OrderBillingAddressSet(Message):
    address: Json | None = None
    old_address: Json | None = None


@dataclass(frozen=True)
class OrderShippingAddressSet(Message):
    address: Json | None = None
    old_address: Json | None = None


@dataclass(frozen=True)
class OrderPurchaseOrderNumberSet(Message):
    purchase_order_number: str | None = None
    old_purchase_order_number: str | None = None


@dataclass(frozen=True)
class OrderPaymentAdded(Message):
    payment_ref: Json


@dataclass(frozen=True)
class OrderPaymentRemoved(Message):
    payment_ref: Json
    removed_payment_info: bool
