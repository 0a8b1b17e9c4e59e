"""Where an order keeps its deliveries: with the shipping method that they go by.

https://docs.commercetools.com/api/shipping-delivery-overview
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from apps.order.orders.document import Order
from common.errors import DuplicateField, InvalidOperation
from common.resources.addresses import address_at_rest
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.resources.families.items import one_named
from common.values.addresses import AddressDraft
from common.values.custom_fields import CustomFieldsDraft
from common.values.deliveries import DeliveryItem, ParcelDraft
from common.values.texts import Key
from common.wire import dump
from common.wire.json import Json


@dataclass(frozen=True, kw_only=True)
class DeliveryDraft:
    key: Key | None = None
    address: AddressDraft | None = None
    items: tuple[DeliveryItem, ...] = ()
    parcels: tuple[ParcelDraft, ...] = ()
    custom: CustomFieldsDraft | None = None


@dataclass(frozen=True)
class Shipment:
    """One shipping method of an order; ``key`` names it where there may be several."""

    info: Json
    key: str | None = None

    @property
    def deliveries(self) -> list[Json]:
        return list(self.info.get("deliveries", ()))

    def replace(self, old: Json, new: Json | None) -> None:
        """The delivery in its new form, or gone."""
        changed = (new if one is old else one for one in self.deliveries)
        self.info["deliveries"] = [one for one in changed if one is not None]


def shipments(order: Order) -> Iterator[Shipment]:
    if order.shipping_info is not None:
        yield Shipment(order.shipping_info)
    for shipping in order.shipping:
        yield Shipment(shipping["shippingInfo"], shipping["shippingKey"])


def shipment(order: Order, key: str | None) -> Shipment:
    """InvalidOperation where the order has no such shipping method."""
    for one in shipments(order):
        if one.key == key:
            return one
    which = f"'{key}'" if key else "of its own (name one by its shippingKey)"
    raise InvalidOperation(f"The order has no shipping method {which}.")


def delivery_of(order: Order, id: str | None, key: str | None) -> tuple[Shipment, Json]:
    every = [(place, delivery) for place in shipments(order) for delivery in place.deliveries]
    named = one_named("delivery", [delivery for _, delivery in every], id, key)
    return next((place, delivery) for place, delivery in every if delivery is named)


def parcel_of(order: Order, id: str | None, key: str | None) -> tuple[Shipment, Json, Json]:
    """With the delivery that it is part of."""
    deliveries = [(place, delivery) for place in shipments(order) for delivery in place.deliveries]
    every = [(place, delivery, parcel) for place, delivery in deliveries for parcel in delivery["parcels"]]
    named = one_named("parcel", [parcel for _, _, parcel in every], id, key)
    return next(found for found in every if found[2] is named)


def delivery_at_rest(order: Order, draft: DeliveryDraft, context: Context) -> Json:
    """Without its parcels, which come one by one."""
    if draft.key and any(one.get("key") == draft.key for place in shipments(order) for one in place.deliveries):
        raise DuplicateField("key", draft.key)
    made = {
        "key": draft.key,
        "items": items_at_rest(order, draft.items),
        "parcels": [],
        "address": address_at_rest(draft.address, context),
        "custom": custom_at_rest(draft.custom, "order-delivery", context),
    }
    return _new(made, context)


def parcel_at_rest(order: Order, draft: ParcelDraft, context: Context) -> Json:
    parcels = (parcel for place in shipments(order) for delivery in place.deliveries for parcel in delivery["parcels"])
    if draft.key and any(parcel.get("key") == draft.key for parcel in parcels):
        raise DuplicateField("key", draft.key)
    made = dump(draft) | {
        "items": items_at_rest(order, draft.items),
        "custom": custom_at_rest(draft.custom, "order-parcel", context),
    }
    return _new(made, context)


def items_at_rest(order: Order, items: tuple[DeliveryItem, ...]) -> list[Json]:
    known = {item["id"] for item in order.items}
    for item in items:
        if item.id not in known:
            raise InvalidOperation(f"The order has no line item '{item.id}'.")
    return [dump(item) for item in items]


def _new(made: dict[str, Any], context: Context) -> Json:
    given = {name: value for name, value in made.items() if value is not None}
    return {"id": str(uuid4()), "createdAt": context.now, **given}
