"""What is reserved for a cart, written into it; and carts whose stock nobody has reserved, or whose time is over.

https://docs.commercetools.com/api/inventory-overview
"""

import logging
from datetime import UTC, datetime, timedelta

from apps.cart.carts.awaiting import reserve
from apps.cart.carts.document import Cart
from apps.cart.carts.reserving import RESERVES, dues, held_at_rest
from apps.cart.service import service
from common.celery.tasks import handles
from common.contracts.answered import Answered
from common.contracts.reserving import NoteStock
from common.errors import ApiError, OverCapacity
from common.resources.collection import load
from common.resources.context import Context
from common.resources.document import collection_of
from common.resources.marks import change_where
from common.sagas.receivers import settle
from common.sagas.runner import Runner
from common.wire.json import Json
from common.wire.times import as_time

log = logging.getLogger(__name__)

AT_ONCE = 200
LEFT_TO_THE_REQUEST = timedelta(seconds=3)


@handles(NoteStock)
def note_stock(command: NoteStock) -> Answered:
    return settle(command, note)


def note(command: NoteStock) -> None:
    """OverCapacity while the cart is being ordered: to be asked again."""
    while (cart := load(Cart, command.project_key, _id=command.cart_id)) and cart.cart_state in RESERVES:
        if _write(cart, command):
            _wait_for_the_end(command)
            return
    if command.held:  # reserved for a cart that is gone or ordered meanwhile: given back by the next look
        dues().update_one({"_id": command.cart_id}, {"$set": {"dueAt": datetime.now(UTC)}})
    else:
        dues().delete_one({"_id": command.cart_id, "noticed": command.noticed})


def _write(cart: Cart, command: NoteStock) -> bool:
    """False where the cart was changed a moment ago."""
    ids = {line.line_item_id: line.reservation_id for line in command.held}
    lines = [_with_reservation(line, ids.get(line["id"])) for line in cart.line_items]
    guard = {"_id": cart.id, "projectKey": cart.project_key, "version": cart.version, "_claim": None}
    private: Json = {"$set": {"_held": held_at_rest(command.held)}}
    if command.anew:
        private["$unset"] = {"_reserveMinutes": ""}
    if lines == cart.line_items:  # nothing that a client sees
        done = bool(collection_of(Cart).update_one(guard, private).matched_count)
    else:
        done = change_where("cart", Cart, guard, private | {"$set": {**private["$set"], "lineItems": lines}})
    if not done and collection_of(Cart).find_one({"_id": cart.id, "_claim.saga": {"$exists": True}}, {"_id": 1}):
        raise OverCapacity(f"The cart '{cart.id}' is being ordered.")
    return done


def _with_reservation(line: Json, id: str | None) -> Json:
    without = {name: value for name, value in line.items() if name != "reservation"}
    return without if id is None else without | {"reservation": {"typeId": "reservation", "id": id}}


def _wait_for_the_end(command: NoteStock) -> None:
    """The row is due when the first reservation is over; it goes where there is none, or none that ends."""
    this = {"_id": command.cart_id, "noticed": command.noticed}
    if command.held and command.releases:
        first = min(as_time(line.expires_at) for line in command.held)
        dues().update_one(this, {"$set": {"dueAt": first, "renews": False}})
    else:
        dues().delete_one(this)


def reserve_what_is_due(runner: Runner, now: datetime | None = None) -> int:
    """For how many carts it was begun."""
    count = 0
    before = (now or datetime.now(UTC)) - LEFT_TO_THE_REQUEST
    for row in dues().find({"dueAt": {"$lte": before}}).limit(AT_ONCE):
        try:
            reserve(runner, row, Context(row["projectKey"], service.sources))
            count += 1
        except ApiError as refusal:  # the project has changed its mind
            log.warning("no stock is reserved for cart %s: %s", row["_id"], refusal)
            dues().delete_one({"_id": row["_id"], "noticed": row["noticed"]})
    return count
