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


@dataclass(frozen=True)
class OrderImported(Message):
    order: Json


@dataclass(frozen=True)
class OrderStoreSet(Message):
    store: Json | None = None


@dataclass(frozen=True)
class OrderEstimatedDeliverySet(Message):
    estimated_delivery: Json | None = None
    shipping_key: str | None = None


@dataclass(frozen=True)
class OrderReturnShipmentStateChanged(Message):
    return_item_id: str
    return_shipment_state: str


@dataclass(frozen=True)
class ReturnInfoAdded(Message):
    return_info: Json


@dataclass(frozen=True)
class ReturnInfoSet(Message):
    return_info: list[Json] | None = None


@dataclass(frozen=True)
class DeliveryAdded(Message):
    """``delivery`` is without the parcels that it was added with: they are told one by one."""

    delivery: Json
    shipping_key: str | None = None


@dataclass(frozen=True)
class DeliveryRemoved(Message):
    delivery: Json
    shipping_key: str | None = None


@dataclass(frozen=True)
class DeliveryAddressSet(Message):
    delivery_id: str
    address: Json | None = None
    old_address: Json | None = None
    shipping_key: str | None = None


@dataclass(frozen=True)
class DeliveryItemsUpdated(Message):
    delivery_id: str
    items: list[Json]
    old_items: list[Json]
    shipping_key: str | None = None


@dataclass(frozen=True)
class ParcelAddedToDelivery(Message):
    delivery: Json
    parcel: Json
    shipping_key: str | None = None


@dataclass(frozen=True)
class ParcelRemovedFromDelivery(Message):
    delivery_id: str
    parcel: Json
    shipping_key: str | None = None


@dataclass(frozen=True)
class ParcelItemsUpdated(Message):
    delivery_id: str
    parcel_id: str
    items: list[Json]
    old_items: list[Json]
    shipping_key: str | None = None


@dataclass(frozen=True)
class ParcelMeasurementsUpdated(Message):
    delivery_id: str
    parcel_id: str
    measurements: Json | None = None
    shipping_key: str | None = None


@dataclass(frozen=True)
class ParcelTrackingDataUpdated(Message):
    delivery_id: str
    parcel_id: str
    tracking_data: Json | None = None
    shipping_key: str | None = None


@dataclass(frozen=True, kw_only=True)
class StateTransition(Message):
    quantity: int
    from_state: Json
    to_state: Json
    transition_date: str


@dataclass(frozen=True, kw_only=True)
class LineItemStateTransition(StateTransition):
    line_item_id: str
    line_item_key: str | None = None


@dataclass(frozen=True, kw_only=True)
class CustomLineItemStateTransition(StateTransition):
    custom_line_item_id: str
    custom_line_item_key: str | None = None
