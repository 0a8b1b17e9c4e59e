"""What is known of the shipping: when it should arrive, and a merchant's own fields.

https://docs.commercetools.com/api/projects/orders#set-estimateddelivery
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.order.orders.actions.registry import actions
from apps.order.orders.deliveries import shipment
from apps.order.orders.document import Order
from apps.order.orders.messages import OrderEstimatedDeliverySet
from common.errors import InvalidOperation
from common.resources.context import Context
from common.resources.families.custom_fields import SetCustomField, SetCustomType
from common.resources.families.items import with_or_without
from common.resources.messages import Message
from common.values.items import EstimatedDelivery
from common.wire import dump


@actions("setEstimatedDelivery")
@dataclass(frozen=True, kw_only=True)
class SetEstimatedDelivery:
    estimated_delivery: EstimatedDelivery | None = None
    shipping_key: str | None = None

    def apply(self, order: Order) -> Iterator[Message]:
        place, new = shipment(order, self.shipping_key), dump(self.estimated_delivery)
        old = place.info.get("estimatedDelivery")
        with_or_without(place.info, "estimatedDelivery", new)
        if old != new:
            yield OrderEstimatedDeliverySet(new, place.key)


@actions("setShippingCustomType")
@dataclass(frozen=True, kw_only=True)
class SetShippingCustomType(SetCustomType):
    shipping_key: str | None = None

    def apply(self, order: Order, context: Context) -> None:
        _customise(self, order, context)


@actions("setShippingCustomField")
@dataclass(frozen=True, kw_only=True)
class SetShippingCustomField(SetCustomField):
    shipping_key: str | None = None

    def apply(self, order: Order, context: Context) -> None:
        _customise(self, order, context)


def _customise(payload: Any, order: Order, context: Context) -> None:
    if payload.shipping_key is None:
        order.shipping_custom_fields = payload.on(order.shipping_custom_fields, "shipping", context)
        return
    for shipping in order.shipping:
        if shipping["shippingKey"] == payload.shipping_key:
            custom = payload.on(shipping.get("shippingCustomFields"), "shipping", context)
            with_or_without(shipping, "shippingCustomFields", custom)
            return
    raise InvalidOperation(f"The order has no shipping method '{payload.shipping_key}'.")
