"""Stock for orders: set aside, put back, sold.

What an order has set aside is a mark on the inventory entry, ``_reservations: [{saga, quantity, by}]``, pushed by
the write that lowers the available quantity; so however often it arrives, a command counts once. Entries are
taken in the order of their places, all lines or none. ``by`` names the delivery that marked it, so that one which
slept until its order's pieces were sold, and then marks as many again, is told from the one that was answered for.

A line that was reserved while its cart was filled (``holding``) brings that along: the order's mark takes the place of
the cart's, and keeps it in ``held``, so that the cart has it again if there will be no order.

https://docs.commercetools.com/api/projects/inventory
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from apps.product.inventory.document import InventoryEntry, place_of
from common.celery.tasks import handles
from common.contracts.answered import Answered
from common.contracts.checkout import (
    ReleaseStock,
    ReservedPieces,
    ReserveStock,
    SettleStock,
    StockLine,
    StockReserved,
)
from common.errors.checkout import OutOfStock
from common.resources.collection import ALIVE
from common.resources.document import Stored, collection_of
from common.resources.marks import change_all_where, change_where
from common.resources.write import OUTBOX_HAS_ROOM, TOLD_TOGETHER_SECONDS, outbox_is_full
from common.sagas.receivers import answers_of, receive, settle, withdraw
from common.wire import read
from common.wire.json import Json
from workers.product.marks import Mark, Marks, change_marks

TRACK_ONLY = "TrackOnly"
SETTLED_WITHIN_SECONDS = 1.0
"""An order usually takes less from its reservation to its end: so both are told as one change."""
SHOWN = dict.fromkeys(("projectKey", "_place", "availableQuantity", "restockableInDays", "_reservations"), 1)
AnyStock = ReserveStock | ReleaseStock | SettleStock


@dataclass(frozen=True)
class Demand:
    """What one saga wants of one inventory entry: a sku may stand in several lines."""

    place: str
    lines: tuple[StockLine, ...]

    @property
    def quantity(self) -> int:
        return sum(line.quantity for line in self.lines)

    @property
    def may_go_negative(self) -> bool:
        return all(line.mode == TRACK_ONLY for line in self.lines)


@handles(ReserveStock)
def reserve_stock(command: ReserveStock) -> Answered:
    return receive(answers_of("product"), command, set_aside, put_back, strays=put_back_strays)


@handles(ReleaseStock)
def release_stock(command: ReleaseStock) -> Answered:
    return withdraw(answers_of("product"), command, ReserveStock, put_back)


@handles(SettleStock)
def settle_stock(command: SettleStock) -> Answered:
    return settle(command, sell)


def set_aside(command: ReserveStock) -> StockReserved:
    """OutOfStock names every line that cannot be had; what was set aside until then is put back by the
    caller."""
    demands, by = demands_of(command.stock), uuid4().hex
    entries = _entries(command)
    if missing := [demand for demand in demands if not _fits(demand, entries.get(demand.place), command.saga_id)]:
        raise _out_of_stock(missing)
    wanted = [(demand, entries[demand.place]) for demand in demands]
    marks = [{"saga": command.saga_id, "quantity": demand.quantity, "by": by} for demand in demands]
    if not _set_aside_at_once(wanted, marks):
        marks = [_set_aside(demand, entry, mark) for (demand, entry), mark in zip(wanted, marks, strict=True)]
    return StockReserved(tuple(_pieces_of(entry, mark) for (_, entry), mark in zip(wanted, marks, strict=True)))


def put_back(command: ReserveStock | ReleaseStock) -> None:
    for entry, mark in _marked(command):
        _put_back(command, entry, mark)


def put_back_strays(command: ReserveStock, learned: Json) -> None:
    """What another delivery has marked than the one whose answer this is. Answers of the release before do not say."""
    if not learned:
        return
    known = read(StockReserved, learned).reserved
    for entry, mark in _marked(command):
        if _pieces_of(entry, mark) not in known:
            _put_back(command, entry, mark)


def sell(command: SettleStock) -> None:
    """What was set aside leaves the stock; what bears no mark any more has left it."""
    reserved = command.reserved or [_pieces_of(entry, mark) for entry, mark in _marked(command)]
    sold = [_unmarking(command, pieces, "quantityOnStock", -1) for pieces in reserved]
    change_all_where("inventory-entry", InventoryEntry, sold, TOLD_TOGETHER_SECONDS)


def demands_of(lines: Iterable[StockLine]) -> list[Demand]:
    by_place: dict[str, list[StockLine]] = {}
    for line in lines:
        by_place.setdefault(place_of(line.sku, line.supply_channel_id), []).append(line)
    return [Demand(place, tuple(same)) for place, same in sorted(by_place.items())]


def _entries(command: ReserveStock) -> Mapping[str, Stored]:
    return {entry["_place"]: entry for entry in collection_of(InventoryEntry).find(_of_skus(command), SHOWN)}


def _fits(demand: Demand, entry: Stored | None, saga_id: str) -> bool:
    if entry is None:
        return False
    if demand.may_go_negative or entry.get("restockableInDays") is not None or quantity_marked(entry, saga_id):
        return True
    return bool(entry["availableQuantity"] + _pieces(_brought(demand, entry)) >= demand.quantity)


def _set_aside_at_once(wanted: Sequence[tuple[Demand, Stored]], marks: Marks) -> bool:
    """Mark all entries with one request; False where any could not be, or a cart's reservation is to be taken over."""
    if any(_brought(demand, entry) for demand, entry in wanted):
        return False
    marking = [_marking(demand, entry, mark) for (demand, entry), mark in zip(wanted, marks, strict=True)]
    return change_all_where("inventory-entry", InventoryEntry, marking, SETTLED_WITHIN_SECONDS) == len(wanted)


def _set_aside(demand: Demand, entry: Stored, mark: Mark) -> Mark:
    """The mark that the entry bears from now on, or did already. OverCapacity where there is enough, but the
    entry could not be written: to be asked again.
    """
    if _brought(demand, entry):
        marks = change_marks(entry["_id"], entry["projectKey"], lambda now: _taken_over(now, demand, mark))
        if known := _mark_of(mark["saga"], marks):
            return known
        raise _out_of_stock([demand])
    marking = _marking(demand, entry, mark)
    if change_where("inventory-entry", InventoryEntry, *marking, told_within_seconds=SETTLED_WITHIN_SECONDS):
        return mark
    now = collection_of(InventoryEntry).find_one({**_identity(entry), **ALIVE}, SHOWN) or {}
    if known := _mark_of(mark["saga"], now.get("_reservations", [])):
        return known
    raise outbox_is_full() if now and _fits(demand, now, mark["saga"]) else _out_of_stock([demand])


def _marking(demand: Demand, entry: Stored, mark: Mark) -> tuple[Stored, Stored]:
    """The write that sets aside, if what it needs is there."""
    guard = {**_identity(entry), "_reservations.saga": {"$ne": mark["saga"]}, **OUTBOX_HAS_ROOM}
    if not demand.may_go_negative:
        to_come = "restockableInDays" in entry
        guard |= {"restockableInDays": {"$exists": True}} if to_come else _has(demand.quantity)
    return guard, {"$inc": {"availableQuantity": -demand.quantity}, "$push": {"_reservations": mark}}


def _brought(demand: Demand, entry: Stored) -> Marks:
    """What the demand's lines have reserved here since they were put into their cart."""
    ids = {line.reservation_id for line in demand.lines} - {None}
    return [mark for mark in entry.get("_reservations", ()) if mark["saga"] in ids] if ids else []


def _pieces(marks: Marks) -> int:
    return sum(mark["quantity"] for mark in marks)


def _taken_over(entry: Stored, demand: Demand, mark: Mark) -> tuple[Marks, int]:
    """As they are where the order has its mark already, or where there is not enough."""
    marks, held = entry.get("_reservations", []), _brought(demand, entry)
    if quantity_marked(entry, mark["saga"]) or not _fits(demand, entry, mark["saga"]):
        return marks, 0
    return [*(one for one in marks if one not in held), {**mark, "held": held}], _pieces(held) - demand.quantity


def _put_back(command: ReserveStock | ReleaseStock, entry: Stored, mark: Mark) -> None:
    if "held" in mark:
        change_marks(entry["_id"], entry["projectKey"], lambda now: _given_back(now, command.saga_id))
    else:
        unmarking = _unmarking(command, _pieces_of(entry, mark), "availableQuantity", +1)
        change_where("inventory-entry", InventoryEntry, *unmarking)


def _given_back(entry: Stored, saga_id: str) -> tuple[Marks, int]:
    """The order's mark goes, and the cart has again what it brought, unless it has reserved that anew meanwhile.

    Where the order wanted less than that, others may have taken the rest: of it the cart has what they left.
    """
    marks = entry.get("_reservations", [])
    ours = [mark for mark in marks if mark["saga"] == saga_id]
    others = [mark for mark in marks if mark["saga"] != saga_id]
    known = {mark["saga"] for mark in others}
    left = _pieces(ours) + max(0, entry["availableQuantity"])
    held = [mark for mine in ours for mark in mine.get("held", ()) if mark["saga"] not in known]
    again: Marks = []
    for mark in held:
        if quantity := min(mark["quantity"], left):
            again.append({**mark, "quantity": quantity})
            left -= quantity
    return [*others, *again], _pieces(ours) - _pieces(again)


def _has(quantity: int) -> dict[str, Any]:
    return {"availableQuantity": {"$gte": quantity}}


def _marked(command: AnyStock) -> list[tuple[Stored, Mark]]:
    """The entries that bear this saga's mark, and it. By sku, which never changes; a channel may have, meanwhile."""
    found = collection_of(InventoryEntry).find(_of_skus(command), {"projectKey": 1, "_reservations": 1})
    return [(entry, mark) for entry in found if (mark := _mark_of(command.saga_id, entry.get("_reservations", [])))]


def _mark_of(saga_id: str, marks: Marks) -> Mark | None:
    return next((mark for mark in marks if mark["saga"] == saga_id), None)


def _of_skus(command: AnyStock) -> dict[str, Any]:
    """By the index on skus alone: nothing else is asked, so that the laptop's database uses it, too."""
    return {"projectKey": command.project_key, "sku": {"$in": sorted({line.sku for line in command.stock})}}


def _unmarking(command: AnyStock, pieces: ReservedPieces, quantity: str, sign: int) -> tuple[Stored, Stored]:
    """The write that takes the mark away, if it is there. Those of the release before do not say by whom they are."""
    mark = {"saga": command.saga_id} | ({"by": pieces.by} if pieces.by else {})
    guard = {"_id": pieces.entry_id, "projectKey": command.project_key, "_reservations": {"$elemMatch": mark}}
    return guard, {"$inc": {quantity: sign * pieces.quantity}, "$pull": {"_reservations": mark}}


def _pieces_of(entry: Stored, mark: Mark) -> ReservedPieces:
    return ReservedPieces(entry["_id"], mark["quantity"], mark.get("by"))


def quantity_marked(entry: Stored, saga_id: str) -> int:
    return sum(mark["quantity"] for mark in entry.get("_reservations", ()) if mark["saga"] == saga_id)


def _identity(entry: Stored) -> dict[str, Any]:
    return {"_id": entry["_id"], "projectKey": entry["projectKey"]}


def _out_of_stock(demands: Iterable[Demand]) -> OutOfStock:
    lines = [line for demand in demands for line in demand.lines]
    return OutOfStock([line.line_item_id for line in lines], sorted({line.sku for line in lines}))
