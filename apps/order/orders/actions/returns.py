"""Returns: announced or arrived, back in stock or not, refunded or not.

https://docs.commercetools.com/api/projects/orders#add-returninfo
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.order.orders.actions.registry import actions
from apps.order.orders.document import Order
from apps.order.orders.messages import OrderReturnShipmentStateChanged, ReturnInfoAdded, ReturnInfoSet
from apps.order.orders.returns import (
    ReturnInfoDraft,
    ReturnPaymentState,
    ReturnShipmentState,
    return_at_rest,
    return_items,
)
from common.errors import InvalidOperation
from common.resources.context import Context
from common.resources.families.custom_fields import SetCustomField, SetCustomType
from common.resources.families.items import one_named, with_or_without
from common.resources.messages import Message
from common.wire.json import Json

AFTER_ARRIVAL = ("BackInStock", "Unusable")


@actions("addReturnInfo")
@dataclass(frozen=True, kw_only=True)
class AddReturnInfo(ReturnInfoDraft):
    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        known = list(order.return_info or ())
        made = return_at_rest(order, known, self, context)
        order.return_info = [*known, made]
        yield ReturnInfoAdded(made)


@actions("setReturnInfo")
@dataclass(frozen=True)
class SetReturnInfo:
    """All returns anew; without any they go."""

    items: tuple[ReturnInfoDraft, ...] | None = None

    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        made: list[Json] = []
        for draft in self.items or ():
            made.append(return_at_rest(order, made, draft, context))
        if made or order.return_info:
            order.return_info = made
            yield ReturnInfoSet(made or None)


@dataclass(frozen=True, kw_only=True)
class OneReturnItem:
    """An action on the item that ``returnItemId`` or ``returnItemKey`` names."""

    return_item_id: str | None = None
    return_item_key: str | None = None

    def of(self, order: Order) -> Json:
        return one_named("returnItem", list(return_items(order)), self.return_item_id, self.return_item_key)


@actions("setReturnShipmentState")
@dataclass(frozen=True, kw_only=True)
class SetReturnShipmentState(OneReturnItem):
    """What has arrived goes back into stock, or is of no use; it does not un-arrive."""

    shipment_state: ReturnShipmentState

    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        item = self.of(order)
        old = item["shipmentState"]
        if old == self.shipment_state:
            return
        if old != "Returned" or self.shipment_state not in AFTER_ARRIVAL:
            raise InvalidOperation(f"A return item cannot go from {old} to {self.shipment_state}.")
        item |= {"shipmentState": self.shipment_state, "lastModifiedAt": context.now}
        yield OrderReturnShipmentStateChanged(item["id"], self.shipment_state)


@actions("setReturnPaymentState")
@dataclass(frozen=True, kw_only=True)
class SetReturnPaymentState(OneReturnItem):
    payment_state: ReturnPaymentState

    def apply(self, order: Order, context: Context) -> None:
        item = self.of(order)
        if item["paymentState"] == self.payment_state:
            return
        if item["paymentState"] == "NonRefundable":
            raise InvalidOperation("The return item was only announced: there is nothing to refund yet.")
        item |= {"paymentState": self.payment_state, "lastModifiedAt": context.now}


@actions("setReturnItemCustomType")
@dataclass(frozen=True, kw_only=True)
class SetReturnItemCustomType(OneReturnItem, SetCustomType):
    def apply(self, order: Order, context: Context) -> None:
        _customise(self, order, context)


@actions("setReturnItemCustomField")
@dataclass(frozen=True, kw_only=True)
class SetReturnItemCustomField(OneReturnItem, SetCustomField):
    def apply(self, order: Order, context: Context) -> None:
        _customise(self, order, context)


def _customise(payload: Any, order: Order, context: Context) -> None:
    item = payload.of(order)
    custom = payload.on(item.get("custom"), "order-return-item", context)
    if custom != item.get("custom"):
        with_or_without(item, "custom", custom)
        item["lastModifiedAt"] = context.now
