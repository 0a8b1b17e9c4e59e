"""How the items of an order reach their buyer: deliveries, and the parcels they are made of.

https://docs.commercetools.com/api/projects/orders#delivery
"""

from dataclasses import dataclass
from datetime import datetime

from common.values.addresses import Address
from common.values.custom_fields import CustomFields, CustomFieldsDraft
from common.values.texts import Key


@dataclass(frozen=True)
class DeliveryItem:
    """So many pieces of the line item, or custom line item, with this id."""

    id: str
    quantity: int


@dataclass(frozen=True)
class ParcelMeasurements:
    height_in_millimeter: int | None = None
    length_in_millimeter: int | None = None
    width_in_millimeter: int | None = None
    weight_in_gram: int | None = None


@dataclass(frozen=True)
class TrackingData:
    tracking_id: str | None = None
    carrier: str | None = None
    provider: str | None = None
    provider_transaction: str | None = None
    is_return: bool = False


@dataclass(frozen=True, kw_only=True)
class ParcelDraft:
    key: Key | None = None
    measurements: ParcelMeasurements | None = None
    tracking_data: TrackingData | None = None
    items: tuple[DeliveryItem, ...] = ()
    custom: CustomFieldsDraft | None = None


@dataclass(frozen=True, kw_only=True)
class Parcel:
    id: str
    created_at: datetime
    key: Key | None = None
    measurements: ParcelMeasurements | None = None
    tracking_data: TrackingData | None = None
    items: tuple[DeliveryItem, ...] | None = None
    custom: CustomFields | None = None


@dataclass(frozen=True, kw_only=True)
class Delivery:
    id: str
    created_at: datetime
    key: Key | None = None
    items: tuple[DeliveryItem, ...]
    parcels: tuple[Parcel, ...]
    address: Address | None = None
    custom: CustomFields | None = None
