"""All marks of an inventory entry changed at once: as they were read, or read again.

For what one operator of MongoDB cannot say; a plain reservation needs none of this (``stock``).
"""

from collections.abc import Callable
from typing import Any

from apps.product.inventory.document import InventoryEntry
from common.resources.collection import ALIVE
from common.resources.document import Stored, collection_of
from common.resources.marks import change_where

Mark = dict[str, Any]
Marks = list[Mark]
Change = Callable[[Stored], tuple[Marks, int]]
"""The marks that an entry should have, and by how much more is available then."""


def change_marks(id: str, project_key: str, change: Change) -> Marks:
    """The entry's marks afterwards; none of one that is not there any more."""
    while entry := collection_of(InventoryEntry).find_one({"_id": id, "projectKey": project_key, **ALIVE}):
        marks, more = change(entry)
        if marks == entry.get("_reservations", []):
            return marks
        guard = {"_id": id, "projectKey": project_key, "version": entry["version"]}
        changed = {"$set": {"_reservations": marks}, "$inc": {"availableQuantity": more}}
        if change_where("inventory-entry", InventoryEntry, guard, changed):
            return marks
    return []
