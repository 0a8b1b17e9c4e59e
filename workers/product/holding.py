"""Stock that carts reserve while they are being filled: taken, changed, given back, over.

What a line of a cart has reserved is a mark on the inventory entry, beside those of orders (``stock``):
``{saga: <the reservation's id>, cart, line, quantity, expiresAt, until}``; ``until`` is missing where it is not to be
released when its time is over. A cart always tells all that it wants, so what it does not want any more is found by
its marks and given back, and telling it twice changes nothing. An entry is changed as it was read, or read again.

Whoever is killed in between leaves marks that their time ends.

https://docs.commercetools.com/api/inventory-overview
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from apps.product.inventory.document import InventoryEntry, place_of
from common.celery.tasks import handles
from common.contracts.answered import Answered
from common.contracts.checkout import StockLine
from common.contracts.reserving import HeldLine, HoldStock, StockHeld
from common.resources.document import Stored, collection_of
from common.sagas.receivers import answers_of, receive
from common.wire.times import as_text
from workers.product.marks import Marks, change_marks

AT_ONCE = 500


@handles(HoldStock)
def hold_stock(command: HoldStock) -> Answered:
    return receive(answers_of("product"), command, hold, keep)


def keep(command: HoldStock) -> None:
    """It is never refused."""


def hold(command: HoldStock) -> StockHeld:
    entries = collection_of(InventoryEntry)
    mine = {"projectKey": command.project_key, "_reservations.cart": command.cart_id}
    of_skus = {"projectKey": command.project_key, "sku": {"$in": sorted({line.sku for line in command.lines})}}
    found = {entry["_id"]: entry["_place"] for asked in (mine, of_skus) for entry in entries.find(asked, {"_place": 1})}
    held: list[HeldLine] = []
    for id, place in sorted(found.items(), key=lambda each: each[1]):
        lines = [line for line in command.lines if place_of(line.sku, line.supply_channel_id) == place]
        marks = change_marks(id, command.project_key, partial(_held_in, lines=lines, command=command))
        held += [_told(mark, lines) for mark in marks if mark.get("cart") == command.cart_id]
    return StockHeld(tuple(held))


def release_what_is_over(now: datetime | None = None) -> int:
    """Free what carts have reserved for longer than they may; of how many entries."""
    now = now or datetime.now(UTC)
    over = as_text(now)
    entries = collection_of(InventoryEntry).find({"_reservations.until": {"$lte": now}}, {"projectKey": 1})
    count = 0
    for entry in entries.limit(AT_ONCE):
        change_marks(entry["_id"], entry["projectKey"], partial(_without, over=over))
        count += 1
    return count


def _held_in(entry: Stored, lines: Sequence[StockLine], command: HoldStock) -> tuple[Marks, int]:
    """First those that want less than they have, then those that want more: what they have stays theirs, whatever the
    others want.
    """
    marks = entry.get("_reservations", [])
    mine = {mark["saga"]: mark for mark in marks if mark.get("cart") == command.cart_id}
    free = entry["availableQuantity"] + sum(mark["quantity"] for mark in mine.values())
    had = {line.reservation_id: mine[line.reservation_id]["quantity"] for line in lines if line.reservation_id in mine}
    unclaimed, taken = free - sum(had.values()), {}
    wishes = sorted(lines, key=lambda line: (line.quantity > had.get(line.reservation_id, 0), line.line_item_id))
    for line in sorted(wishes, key=lambda line: line.reservation_id not in had):
        has = had.get(line.reservation_id, 0)
        quantity = line.quantity if line.quantity - has <= max(unclaimed, 0) else has
        unclaimed -= quantity - has
        if quantity:
            known = mine.get(line.reservation_id)
            mark = {**(known or {}), **_mark(line, quantity, command), **_time(entry, known, command)}
            taken[line.reservation_id] = mark
    # Each stays where it stood, so that what is as it was is not written again.
    stay = [taken.pop(mark["saga"], None) if mark["saga"] in mine else mark for mark in marks]
    return [*filter(None, stay), *taken.values()], unclaimed - entry["availableQuantity"]


def _mark(line: StockLine, quantity: int, command: HoldStock) -> dict[str, Any]:
    return {"saga": line.reservation_id, "cart": command.cart_id, "line": line.line_item_id, "quantity": quantity}


def _time(entry: Stored, known: dict[str, Any] | None, command: HoldStock) -> dict[str, Any]:
    """Until when; what is reserved already keeps its time unless that is to begin anew."""
    if known and not command.anew:
        return {}
    minutes = command.minutes if command.anew else entry.get("reservationExpirationInMinutes") or command.minutes
    ends = datetime.now(UTC) + timedelta(minutes=minutes)
    return {"expiresAt": as_text(ends), **({"until": ends} if command.releases else {})}


def _without(entry: Stored, over: str) -> tuple[Marks, int]:
    marks: Marks = entry.get("_reservations", [])
    gone = [mark for mark in marks if "until" in mark and mark["expiresAt"] <= over]
    return [mark for mark in marks if mark not in gone], sum(mark["quantity"] for mark in gone)


def _told(mark: dict[str, Any], lines: Iterable[StockLine]) -> HeldLine:
    line = next(line for line in lines if line.reservation_id == mark["saga"])
    return HeldLine(
        line.line_item_id, mark["saga"], line.sku, mark["quantity"], mark["expiresAt"], line.supply_channel_id
    )
