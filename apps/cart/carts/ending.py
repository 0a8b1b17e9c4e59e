"""Carts that nobody touched for as long as they say are deleted, and that is told like any deletion.

``_endsAt`` follows the last change (``Cart.settle``). A worker looks for what is over now and then; a cart that was
changed or claimed meanwhile is left alone, and an ordered one stays.

https://docs.commercetools.com/api/projects/carts#cart
"""

import logging
from datetime import UTC, datetime

from apps.cart.carts.document import Cart
from common.errors import ConcurrentModification, ResourceNotFound
from common.errors.checkout import BeingOrdered
from common.resources.document import collection_of, restored
from common.resources.write import bury

log = logging.getLogger(__name__)

STAYS = "Ordered"
AT_ONCE = 500


def delete_what_is_over(now: datetime | None = None) -> int:
    """How many carts went."""
    over = {"_endsAt": {"$lte": now or datetime.now(UTC)}}
    count = 0
    for found in collection_of(Cart).find(over, {"_outbox": 0}).limit(AT_ONCE):
        if found.get("cartState") == STAYS:
            collection_of(Cart).update_one({"_id": found["_id"]}, {"$unset": {"_endsAt": ""}})
            continue
        try:
            bury("cart", restored(Cart, found), ())
            count += 1
        except (BeingOrdered, ConcurrentModification, ResourceNotFound):
            log.info("cart %s was changed while it was about to end", found["_id"])
    return count
