"""Carts and shopping lists that nobody touched for as long as they say are deleted, and that is told like any deletion.

``_endsAt`` follows the last change (``settle``). A worker looks for what is over now and then; what was changed or
claimed meanwhile is left alone, and an ordered cart stays.

https://docs.commercetools.com/api/projects/carts#cart
"""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from apps.cart.carts.document import Cart
from apps.cart.carts.reserving import give_back_later
from apps.cart.shopping_lists.document import ShoppingList
from common.errors import ConcurrentModification, ResourceNotFound
from common.errors.checkout import BeingOrdered
from common.resources.document import Resource, Stored, collection_of, restored
from common.resources.write import bury

log = logging.getLogger(__name__)

STAYS = "Ordered"
AT_ONCE = 500


ENDING: Mapping[str, type[Resource]] = {"cart": Cart, "shopping-list": ShoppingList}


def delete_what_is_over(now: datetime | None = None) -> int:
    """How many went."""
    over = {"_endsAt": {"$lte": now or datetime.now(UTC)}}
    return sum(
        _end(type_id, document, found)
        for type_id, document in ENDING.items()
        for found in collection_of(document).find(over, {"_outbox": 0}).limit(AT_ONCE)
    )


def _end(type_id: str, document: type[Resource], found: Stored) -> bool:
    """Whether it went."""
    if found.get("cartState") == STAYS:
        collection_of(document).update_one({"_id": found["_id"]}, {"$unset": {"_endsAt": ""}})
        return False
    ending = restored(document, found)
    if isinstance(ending, Cart):
        give_back_later(ending)
    try:
        bury(type_id, ending, ())
    except (BeingOrdered, ConcurrentModification, ResourceNotFound):
        log.info("%s %s was changed while it was about to end", type_id, found["_id"])
        return False
    return True
