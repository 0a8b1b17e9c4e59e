"""Levels of stock that are worth a message when it sinks to them.

https://docs.commercetools.com/api/projects/inventory#stock-level-notifications
"""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.product.inventory.messages import (
    InventoryEntryOutOfStock,
    InventoryEntryReorderPoint,
    InventoryEntrySafetyStock,
)
from common.resources.messages import Message
from common.wire.json import Json


@dataclass(frozen=True)
class StockLevels:
    safety_stock: int | None = None
    reorder_point: int | None = None


def reached(levels: Json | None, before: int, after: int, sku: str, channel: Json | None) -> Iterator[Message]:
    """What a change of the stock from ``before`` to ``after`` has to say."""
    known = levels or {}
    if _sank_to(known.get("reorderPoint"), before, after):
        yield InventoryEntryReorderPoint(sku, after, channel)
    if _sank_to(known.get("safetyStock"), before, after):
        yield InventoryEntrySafetyStock(sku, after, channel)
    if _sank_to(0, before, after):
        yield InventoryEntryOutOfStock(sku, channel)


def _sank_to(level: int | None, before: int, after: int) -> bool:
    return level is not None and after <= level < before
