"""What comes back, in which state, and whether its money goes back.

https://docs.commercetools.com/api/projects/orders#returninfo
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal
from uuid import uuid4

from marshmallow.validate import Length

from apps.order.orders.document import Order
from common.errors import DuplicateField, InvalidJsonInput, InvalidOperation
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.values.custom_fields import CustomFieldsDraft
from common.values.texts import Key
from common.wire import dump
from common.wire.json import Json

ReturnShipmentState = Literal["Advised", "Returned", "BackInStock", "Unusable"]
ReturnPaymentState = Literal["NonRefundable", "Initial", "Refunded", "NotRefunded"]

PAYMENT_STATE_AT_FIRST = {"Advised": "NonRefundable", "Returned": "Initial"}


@dataclass(frozen=True, kw_only=True)
class ReturnItemDraft:
    quantity: int
    shipment_state: Literal["Advised", "Returned"]
    key: Key | None = None
    line_item_id: str | None = None
    custom_line_item_id: str | None = None
    comment: str | None = None
    custom: CustomFieldsDraft | None = None


ReturnItems = Annotated[tuple[ReturnItemDraft, ...], Length(min=1)]


@dataclass(frozen=True, kw_only=True)
class ReturnInfoDraft:
    items: ReturnItems
    return_tracking_id: str | None = None
    return_date: datetime | None = None


def return_at_rest(order: Order, others: Iterable[Json], draft: ReturnInfoDraft, context: Context) -> Json:
    """``others`` are the order's other returns: keys of items are unique among all."""
    keys = {item["key"] for info in others for item in info["items"] if "key" in item}
    items = []
    for item in draft.items:
        if item.key is not None and item.key in keys:
            raise DuplicateField("key", item.key)
        keys.add(item.key)
        items.append(_item_at_rest(order, item, context))
    tracking = {"returnTrackingId": draft.return_tracking_id} if draft.return_tracking_id else {}
    return {"items": items, **tracking, "returnDate": dump(draft.return_date) or context.now}


def return_items(order: Order) -> Iterator[Json]:
    for info in order.return_info or ():
        yield from info["items"]


def _item_at_rest(order: Order, draft: ReturnItemDraft, context: Context) -> Json:
    if (draft.line_item_id is None) == (draft.custom_line_item_id is None):
        raise InvalidJsonInput("items: Either lineItemId or customLineItemId is required.")
    items = order.custom_line_items if draft.line_item_id is None else order.line_items
    if all(item["id"] != (draft.line_item_id or draft.custom_line_item_id) for item in items):
        raise InvalidOperation(f"The order has no line item '{draft.line_item_id or draft.custom_line_item_id}'.")
    custom = custom_at_rest(draft.custom, "order-return-item", context)
    return {
        "type": "CustomLineItemReturnItem" if draft.line_item_id is None else "LineItemReturnItem",
        "id": str(uuid4()),
        **dump(draft),
        **({"custom": custom} if custom else {}),
        "paymentState": PAYMENT_STATE_AT_FIRST[draft.shipment_state],
        "createdAt": context.now,
        "lastModifiedAt": context.now,
    }
