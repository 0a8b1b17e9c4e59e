"""Who bought, and what they call it."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.order.orders.actions.registry import actions
from apps.order.orders.document import Order
from apps.order.orders.messages import (
    OrderCustomerEmailSet,
    OrderCustomerSet,
    OrderPurchaseOrderNumberSet,
)
from common.errors import InvalidOperation
from common.resources.context import Context, no_such
from common.resources.messages import Message
from common.wire.json import Json


@actions("setOrderNumber")
@dataclass(frozen=True)
class SetOrderNumber:
    """Once: it is what merchant and customer call the order from then on."""

    order_number: str | None = None

    def apply(self, order: Order) -> None:
        if order.order_number is not None and self.order_number != order.order_number:
            raise InvalidOperation("The order number is set already and cannot be changed.")
        order.order_number = self.order_number


@actions("setPurchaseOrderNumber")
@dataclass(frozen=True)
class SetPurchaseOrderNumber:
    purchase_order_number: str | None = None

    def apply(self, order: Order) -> Iterator[Message]:
        if self.purchase_order_number != order.purchase_order_number:
            old, order.purchase_order_number = order.purchase_order_number, self.purchase_order_number
            yield OrderPurchaseOrderNumberSet(self.purchase_order_number, old)


@actions("setCustomerEmail")
@dataclass(frozen=True)
class SetCustomerEmail:
    email: str | None = None

    def apply(self, order: Order) -> Iterator[Message]:
        if self.email != order.customer_email:
            old, order.customer_email = order.customer_email, self.email
            yield OrderCustomerEmailSet(self.email, old)


@actions("setCustomerId")
@dataclass(frozen=True)
class SetCustomerId:
    """The customer's group comes along; prices stay as they were."""

    customer_id: str | None = None

    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        if self.customer_id == order.customer_id:
            return
        old, old_group = _customer(order.customer_id), order.customer_group
        order.customer_id, order.customer_group = self.customer_id, self._group(context)
        yield OrderCustomerSet(_customer(self.customer_id), old, order.customer_group, old_group)

    def _group(self, context: Context) -> Json | None:
        if self.customer_id is None:
            return None
        customer = context.find("customer", self.customer_id)
        if customer is None:
            raise no_such("customer", self.customer_id)
        return customer.get("customerGroup")


def _customer(id: str | None) -> Json | None:
    return {"typeId": "customer", "id": id} if id else None
