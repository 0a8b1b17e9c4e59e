"""Deliveries: what leaves the house together, and to whom.

https://docs.commercetools.com/api/projects/orders#add-delivery
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.order.orders.actions.registry import actions
from apps.order.orders.deliveries import (
    DeliveryDraft,
    Shipment,
    delivery_at_rest,
    delivery_of,
    items_at_rest,
    parcel_at_rest,
    shipment,
)
from apps.order.orders.document import Order
from apps.order.orders.messages import (
    DeliveryAdded,
    DeliveryAddressSet,
    DeliveryItemsUpdated,
    DeliveryRemoved,
    ParcelAddedToDelivery,
)
from common.errors import InvalidOperation
from common.resources.addresses import address_at_rest
from common.resources.context import Context
from common.resources.families.custom_fields import SetCustomField, SetCustomType, customised
from common.resources.families.items import with_or_without
from common.resources.families.told_custom_fields import CustomMessages
from common.resources.messages import Message
from common.values.addresses import AddressDraft
from common.values.custom_fields import CustomFieldsDraft
from common.values.deliveries import DeliveryItem, ParcelDraft
from common.values.texts import Key
from common.wire.json import Json

of_delivery = CustomMessages("Delivery", "delivery_id")


@actions("addDelivery")
@dataclass(frozen=True, kw_only=True)
class AddDelivery:
    delivery_key: Key | None = None
    shipping_key: str | None = None
    address: AddressDraft | None = None
    items: tuple[DeliveryItem, ...] = ()
    parcels: tuple[ParcelDraft, ...] = ()
    custom: CustomFieldsDraft | None = None

    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        place = shipment(order, self.shipping_key)
        draft = DeliveryDraft(key=self.delivery_key, address=self.address, items=self.items, custom=self.custom)
        delivery = delivery_at_rest(order, draft, context)
        place.info["deliveries"] = [*place.deliveries, delivery]
        yield DeliveryAdded({**delivery}, place.key)
        for parcel in self.parcels:
            yield add_parcel(order, place, delivery, parcel, context)


def add_parcel(order: Order, place: Shipment, delivery: Json, draft: ParcelDraft, context: Context) -> Message:
    parcel = parcel_at_rest(order, draft, context)
    delivery["parcels"] = [*delivery["parcels"], parcel]
    return ParcelAddedToDelivery({**delivery}, parcel, place.key)


@dataclass(frozen=True, kw_only=True)
class OneDelivery:
    """An action on the delivery that ``deliveryId`` or ``deliveryKey`` names."""

    delivery_id: str | None = None
    delivery_key: str | None = None

    def of(self, order: Order) -> tuple[Shipment, Json]:
        return delivery_of(order, self.delivery_id, self.delivery_key)


@actions("removeDelivery")
@dataclass(frozen=True, kw_only=True)
class RemoveDelivery(OneDelivery):
    def apply(self, order: Order) -> Iterator[Message]:
        place, delivery = self.of(order)
        place.replace(delivery, None)
        yield DeliveryRemoved(delivery, place.key)


@actions("setDeliveryAddress")
@dataclass(frozen=True, kw_only=True)
class SetDeliveryAddress(OneDelivery):
    address: AddressDraft | None = None

    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        place, delivery = self.of(order)
        old, new = delivery.get("address"), address_at_rest(self.address, context)
        with_or_without(delivery, "address", new)
        if old != new:
            yield DeliveryAddressSet(delivery["id"], new, old, place.key)


@actions("setDeliveryItems")
@dataclass(frozen=True, kw_only=True)
class SetDeliveryItems(OneDelivery):
    items: tuple[DeliveryItem, ...]

    def apply(self, order: Order) -> Iterator[Message]:
        place, delivery = self.of(order)
        old, delivery["items"] = delivery["items"], items_at_rest(order, self.items)
        if old != delivery["items"]:
            yield DeliveryItemsUpdated(delivery["id"], delivery["items"], old, place.key)


@actions("setDeliveryCustomType")
@dataclass(frozen=True, kw_only=True)
class SetDeliveryCustomType(OneDelivery, SetCustomType):
    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        return _customise(self, order, context)


@actions("setDeliveryCustomField")
@dataclass(frozen=True, kw_only=True)
class SetDeliveryCustomField(OneDelivery, SetCustomField):
    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        return _customise(self, order, context)


@actions("setDeliveryAddressCustomType")
@dataclass(frozen=True, kw_only=True)
class SetDeliveryAddressCustomType(OneDelivery, SetCustomType):
    def apply(self, order: Order, context: Context) -> None:
        _customise_address(self, order, context)


@actions("setDeliveryAddressCustomField")
@dataclass(frozen=True, kw_only=True)
class SetDeliveryAddressCustomField(OneDelivery, SetCustomField):
    def apply(self, order: Order, context: Context) -> None:
        _customise_address(self, order, context)


def _customise(payload: Any, order: Order, context: Context) -> Iterator[Message]:
    _, delivery = payload.of(order)
    before = delivery.get("custom")
    after = payload.on(before, "order-delivery", context)
    with_or_without(delivery, "custom", after)
    yield from of_delivery.told(payload, before, after, delivery_id=delivery["id"])


def _customise_address(payload: Any, order: Order, context: Context) -> None:
    _, delivery = payload.of(order)
    if "address" not in delivery:
        raise InvalidOperation("The delivery has no address; set it before its custom fields.")
    delivery["address"] = customised(delivery["address"], payload, context)
