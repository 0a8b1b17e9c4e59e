"""Inventory, on one card."""

from dataclasses import dataclass
from datetime import datetime

from apps.product.inventory.actions import CartQuantity, Minutes, actions, check_limits
from apps.product.inventory.document import InventoryEntry
from apps.product.inventory.levels import StockLevels
from apps.product.inventory.messages import InventoryEntryCreated, InventoryEntryDeleted
from common.resources.card import ResourceType, Scopes, shared_fields
from common.resources.context import Context
from common.resources.document import on_the_wire, stored
from common.values.custom_fields import CustomFieldsDraft
from common.values.references import ToChannel
from common.values.texts import Key


@dataclass(frozen=True)
class InventoryEntryDraft:
    sku: str
    quantity_on_stock: int
    key: Key | None = None
    supply_channel: ToChannel | None = None
    restockable_in_days: int | None = None
    expected_delivery: datetime | None = None
    min_cart_quantity: CartQuantity | None = None
    max_cart_quantity: CartQuantity | None = None
    reservation_expiration_in_minutes: Minutes | None = None
    stock_levels: StockLevels | None = None
    custom: CustomFieldsDraft | None = None


def born(draft: InventoryEntryDraft, _: Context) -> InventoryEntry:
    check_limits(draft.min_cart_quantity, draft.max_cart_quantity)
    return InventoryEntry(**shared_fields(draft, InventoryEntry, without=["custom"]))


inventory = ResourceType(
    path="inventory",
    type_id="inventory-entry",
    document=InventoryEntry,
    draft=InventoryEntryDraft,
    actions=actions,
    scopes=Scopes(view=("view_products",), manage=("manage_products",)),
    born=born,
    created=lambda entry: InventoryEntryCreated(on_the_wire(stored(entry))),
    deleted=lambda entry: InventoryEntryDeleted(entry.sku, entry.supply_channel),
)
