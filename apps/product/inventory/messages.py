"""What an inventory entry tells."""

from dataclasses import dataclass

from common.resources.messages import Message
from common.wire.json import Json


@dataclass(frozen=True)
class InventoryEntryCreated(Message):
    inventory_entry: Json


@dataclass(frozen=True)
class InventoryEntryDeleted(Message):
    sku: str
    supply_channel: Json | None = None


@dataclass(frozen=True)
class InventoryEntryQuantitySet(Message):
    old_quantity_on_stock: int
    new_quantity_on_stock: int
    old_available_quantity: int
    new_available_quantity: int
    sku: str
    supply_channel: Json | None = None


@dataclass(frozen=True)
class InventoryEntryReorderPoint(Message):
    sku: str
    quantity_on_stock: int
    supply_channel: Json | None = None


@dataclass(frozen=True)
class InventoryEntrySafetyStock(Message):
    sku: str
    quantity_on_stock: int
    supply_channel: Json | None = None


@dataclass(frozen=True)
class InventoryEntryOutOfStock(Message):
    sku: str
    supply_channel: Json | None = None


@dataclass(frozen=True)
class InventoryEntryReservationExpirationInMinutesSet(Message):
    old_reservation_expiration_in_minutes: int | None = None
    new_reservation_expiration_in_minutes: int | None = None
