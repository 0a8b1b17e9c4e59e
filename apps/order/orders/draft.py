"""How an order is born: from a cart, as it was claimed.

https://docs.commercetools.com/api/projects/orders#create-order-from-cart
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from apps.order.orders.document import Order
from common.contracts.checkout import CreateOrder
from common.contracts.command import Command
from common.values.custom_fields import CustomFieldsDraft
from common.values.references import ToCart, ToState

OrderState = Literal["Open", "Confirmed", "Complete", "Cancelled"]
PaymentState = Literal["BalanceDue", "Failed", "Pending", "CreditOwed", "Paid"]
ShipmentState = Literal["Shipped", "Delivered", "Ready", "Pending", "Delayed", "Partial", "Backorder", "Canceled"]

NOT_THE_ORDERS = frozenset({
    "id", "version", "key", "createdAt", "lastModifiedAt", "createdBy", "lastModifiedBy", "lastMessageSequenceNumber",
    "cartState", "deleteDaysAfterLastModification", "totalLineItemQuantity", "itemShippingAddresses", "custom",
})  # fmt: skip
"""Fields of a cart that an order does not simply take over."""


@dataclass(frozen=True)
class OrderFromCartDraft:
    version: int
    """Of the cart."""
    id: str | None = None
    cart: ToCart | None = None
    order_number: str | None = None
    purchase_order_number: str | None = None
    order_state: OrderState = "Open"
    payment_state: PaymentState | None = None
    shipment_state: ShipmentState | None = None
    state: ToState | None = None
    custom: CustomFieldsDraft | None = None


@dataclass(frozen=True)
class MyOrderFromCartDraft:
    id: str
    """Of the cart, as is the version."""
    version: int


def from_cart(command: CreateOrder, now: str) -> Order:
    """The cart's fields, then those of the draft, which win. Custom fields of both are merged."""
    cart, draft = command.cart, command.draft
    fields = {name: value for name, value in cart.items() if name not in NOT_THE_ORDERS} | draft
    order = order_of(command, fields)
    order.cart = {"typeId": "cart", "id": cart["id"]}
    order.item_shipping_addresses = cart.get("itemShippingAddresses") or None
    order.custom = _merged(cart.get("custom"), draft.get("custom"))
    order.order_state = draft.get("orderState", "Open")
    order.created_at = order.last_modified_at = now
    order.created_by = order.last_modified_by = command.created_by
    return order


def order_of(command: Command, fields: Mapping[str, Any]) -> Order:
    """From fields as on the wire; the order has the id of the saga that brings it about."""
    named = {field.db_field: name for name, field in Order._fields.items()}
    order = Order(**{named[wire]: value for wire, value in fields.items() if wire in named})
    order.id, order.project_key = command.saga_id, command.project_key
    return order


def _merged(of_cart: Mapping[str, Any] | None, of_draft: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if of_cart is None or of_draft is None or of_cart["type"] != of_draft["type"]:
        chosen = of_draft or of_cart
        return dict(chosen) if chosen else None
    return {"type": of_draft["type"], "fields": {**of_cart["fields"], **of_draft["fields"]}}
