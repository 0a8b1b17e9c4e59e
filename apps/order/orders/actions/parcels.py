"""Parcels: what a delivery is made of, and where each is on its way.

https://docs.commercetools.com/api/projects/orders#add-parceltodelivery
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from apps.order.orders.actions.deliveries import OneDelivery, add_parcel
from apps.order.orders.actions.registry import actions
from apps.order.orders.deliveries import Shipment, items_at_rest, parcel_of
from apps.order.orders.document import Order
from apps.order.orders.messages import (
    ParcelItemsUpdated,
    ParcelMeasurementsUpdated,
    ParcelRemovedFromDelivery,
    ParcelTrackingDataUpdated,
)
from common.resources.context import Context
from common.resources.families.custom_fields import SetCustomField, SetCustomType
from common.resources.families.items import with_or_without
from common.resources.messages import Message
from common.values.custom_fields import CustomFieldsDraft
from common.values.deliveries import DeliveryItem, ParcelDraft, ParcelMeasurements, TrackingData
from common.values.texts import Key
from common.wire import dump
from common.wire.json import Json


@actions("addParcelToDelivery")
@dataclass(frozen=True, kw_only=True)
class AddParcelToDelivery(OneDelivery):
    parcel_key: Key | None = None
    measurements: ParcelMeasurements | None = None
    tracking_data: TrackingData | None = None
    items: tuple[DeliveryItem, ...] = ()
    custom: CustomFieldsDraft | None = None

    def apply(self, order: Order, context: Context) -> Iterator[Message]:
        place, delivery = self.of(order)
        parcel = ParcelDraft(
            key=self.parcel_key,
            measurements=self.measurements,
            tracking_data=self.tracking_data,
            items=self.items,
            custom=self.custom,
        )
        yield add_parcel(order, place, delivery, parcel, context)


@dataclass(frozen=True, kw_only=True)
class OneParcel:
    """An action on the parcel that ``parcelId`` or ``parcelKey`` names."""

    parcel_id: str | None = None
    parcel_key: str | None = None

    def of(self, order: Order) -> tuple[Shipment, Json, Json]:
        return parcel_of(order, self.parcel_id, self.parcel_key)


@actions("removeParcelFromDelivery")
@dataclass(frozen=True, kw_only=True)
class RemoveParcelFromDelivery(OneParcel):
    def apply(self, order: Order) -> Iterator[Message]:
        place, delivery, parcel = self.of(order)
        delivery["parcels"] = [other for other in delivery["parcels"] if other is not parcel]
        yield ParcelRemovedFromDelivery(delivery["id"], parcel, place.key)


@actions("setParcelMeasurements")
@dataclass(frozen=True, kw_only=True)
class SetParcelMeasurements(OneParcel):
    measurements: ParcelMeasurements | None = None

    def apply(self, order: Order) -> Iterator[Message]:
        place, delivery, parcel = self.of(order)
        old, new = parcel.get("measurements"), dump(self.measurements)
        with_or_without(parcel, "measurements", new)
        if old != new:
            yield ParcelMeasurementsUpdated(delivery["id"], parcel["id"], new, place.key)


@actions("setParcelTrackingData")
@dataclass(frozen=True, kw_only=True)
class SetParcelTrackingData(OneParcel):
    tracking_data: TrackingData | None = None

    def apply(self, order: Order) -> Iterator[Message]:
        place, delivery, parcel = self.of(order)
        old, new = parcel.get("trackingData"), dump(self.tracking_data)
        with_or_without(parcel, "trackingData", new)
        if old != new:
            yield ParcelTrackingDataUpdated(delivery["id"], parcel["id"], new, place.key)


@actions("setParcelItems")
@dataclass(frozen=True, kw_only=True)
class SetParcelItems(OneParcel):
    items: tuple[DeliveryItem, ...]

    def apply(self, order: Order) -> Iterator[Message]:
        place, delivery, parcel = self.of(order)
        old, new = parcel.get("items", []), items_at_rest(order, self.items)
        parcel["items"] = new
        if old != new:
            yield ParcelItemsUpdated(delivery["id"], parcel["id"], new, old, place.key)


@actions("setParcelCustomType")
@dataclass(frozen=True, kw_only=True)
class SetParcelCustomType(OneParcel, SetCustomType):
    def apply(self, order: Order, context: Context) -> None:
        _customise(self, order, context)


@actions("setParcelCustomField")
@dataclass(frozen=True, kw_only=True)
class SetParcelCustomField(OneParcel, SetCustomField):
    def apply(self, order: Order, context: Context) -> None:
        _customise(self, order, context)


def _customise(payload: Any, order: Order, context: Context) -> None:
    _, _, parcel = payload.of(order)
    with_or_without(parcel, "custom", payload.on(parcel.get("custom"), "order-parcel", context))
