"""What a client may do to an inventory entry.

https://docs.commercetools.com/api/projects/inventory#update-actions
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from marshmallow.validate import Range

from apps.product.inventory.document import InventoryEntry
from apps.product.inventory.levels import reached
from apps.product.inventory.messages import (
    InventoryEntryQuantitySet,
    InventoryEntryReservationExpirationInMinutesSet,
)
from common.errors import InvalidInput
from common.resources.actions import Actions
from common.resources.families.custom_fields import custom_fields
from common.resources.messages import Message

Minutes = Annotated[int, Range(1, 44640)]
CartQuantity = Annotated[int, Range(1)]

actions = Actions(InventoryEntry)

actions.sets(
    setExpectedDelivery="expected_delivery",
    setKey="key",
    setRestockableInDays="restockable_in_days",
    setSupplyChannel="supply_channel",
)
actions.include(custom_fields("inventory-entry"))


@actions("addQuantity")
@dataclass(frozen=True)
class AddQuantity:
    quantity: int

    def apply(self, entry: InventoryEntry) -> Iterator[Message]:
        return stocked(entry, entry.quantity_on_stock + self.quantity)


@actions("removeQuantity")
@dataclass(frozen=True)
class RemoveQuantity:
    quantity: int

    def apply(self, entry: InventoryEntry) -> Iterator[Message]:
        return stocked(entry, entry.quantity_on_stock - self.quantity)


@actions("changeQuantity")
@dataclass(frozen=True)
class ChangeQuantity:
    quantity: int

    def apply(self, entry: InventoryEntry) -> Iterator[Message]:
        return stocked(entry, self.quantity)


def stocked(entry: InventoryEntry, quantity: int) -> Iterator[Message]:
    """Set the stock; what orders have set aside stays set aside."""
    before, available = entry.quantity_on_stock, entry.available_quantity
    if quantity == before:
        return
    entry.quantity_on_stock = quantity
    entry.available_quantity = available + quantity - before
    yield InventoryEntryQuantitySet(
        old_quantity_on_stock=before,
        new_quantity_on_stock=quantity,
        old_available_quantity=available,
        new_available_quantity=entry.available_quantity,
        sku=entry.sku,
        supply_channel=entry.supply_channel,
    )
    yield from reached(entry.stock_levels, before, quantity, entry.sku, entry.supply_channel)


@actions("setInventoryLimits")
@dataclass(frozen=True)
class SetInventoryLimits:
    """How few and how many of it a cart may hold; a limit that is left out goes."""

    min_cart_quantity: CartQuantity | None = None
    max_cart_quantity: CartQuantity | None = None

    def apply(self, entry: InventoryEntry) -> None:
        check_limits(self.min_cart_quantity, self.max_cart_quantity)
        entry.min_cart_quantity, entry.max_cart_quantity = self.min_cart_quantity, self.max_cart_quantity


def check_limits(least: int | None, most: int | None) -> None:
    if least is not None and most is not None and least > most:
        raise InvalidInput(f"minCartQuantity {least} is greater than maxCartQuantity {most}.")


@actions("setReservationExpirationInMinutes")
@dataclass(frozen=True)
class SetReservationExpirationInMinutes:
    reservation_expiration_in_minutes: Minutes | None = None

    def apply(self, entry: InventoryEntry) -> Iterator[Message]:
        before = entry.reservation_expiration_in_minutes
        if before != self.reservation_expiration_in_minutes:
            entry.reservation_expiration_in_minutes = self.reservation_expiration_in_minutes
            yield InventoryEntryReservationExpirationInMinutesSet(before, self.reservation_expiration_in_minutes)


@actions("setSafetyStock")
@dataclass(frozen=True)
class SetSafetyStock:
    quantity: int | None = None

    def apply(self, entry: InventoryEntry) -> None:
        _set_level(entry, "safetyStock", self.quantity)


@actions("setReorderPoint")
@dataclass(frozen=True)
class SetReorderPoint:
    quantity: int | None = None

    def apply(self, entry: InventoryEntry) -> None:
        _set_level(entry, "reorderPoint", self.quantity)


def _set_level(entry: InventoryEntry, name: str, quantity: int | None) -> None:
    levels = {**(entry.stock_levels or {}), name: quantity}
    entry.stock_levels = {name: level for name, level in levels.items() if level is not None} or None
