"""Which of a cart's lines want stock reserved, and which have it.

A cart that wants something else than it has is noted in ``stock-dues``, one row per cart, **before** it is written:
``{_id: cart, projectKey, dueAt, noticed, renews}``. The request then has its stock reserved by a saga and waits for it
(``awaiting``); whatever a crash, a merge or a deletion left is found by a worker, which looks at the rows that are due
(``workers.cart.reserving``). A row whose cart came to nothing is no harm: what the cart wants is looked up again.

The row stays as long as anything is reserved, and is due again when the first reservation is over.

https://docs.commercetools.com/api/inventory-overview
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection

from common.contracts.checkout import StockLine
from common.contracts.reserving import HeldLine, ReserveOnCart
from common.contracts.stock_lines import ON_CART, mode_of, stock_line
from common.database import database
from common.errors import InvalidOperation
from common.resources.context import Context
from common.resources.projects import project_of
from common.wire.json import Json
from common.wire.times import now_text

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart

COLLECTION = "stock-dues"
INDEXES = (IndexModel([("dueAt", ASCENDING)], name="by due time"),)
RESERVES = ("Active", "Frozen")


def dues() -> Collection[dict[str, Any]]:
    return cast("Collection[dict[str, Any]]", database("cart")[COLLECTION])


def wanting(cart: "Cart") -> list[StockLine]:
    """The lines that want their stock reserved."""
    if cart.cart_state not in RESERVES:
        return []
    return [
        stock_line(line, ON_CART, cart.id) for line in cart.line_items if mode_of(line, cart.inventory_mode) == ON_CART
    ]


def note_stock(cart: "Cart", context: Context) -> None:
    """Note what the cart wants to change; InvalidOperation where the project does not say for how long."""
    lines = wanting(cart)
    if lines:
        _inventory(context)
    if cart._reserve_minutes is not None or _as_held(lines) != _had(cart):
        note_due(cart)


def note_due(cart: "Cart") -> None:
    row = {"projectKey": cart.project_key, "dueAt": datetime.now(UTC), "noticed": str(uuid4()), "renews": True}
    dues().update_one({"_id": cart.id}, {"$set": row}, upsert=True)


def give_back_later(cart: "Cart", _: Context | None = None) -> None:
    """Before it is deleted."""
    if cart._held or wanting(cart):
        note_due(cart)


def asked(row: Json, cart: "Cart | None", context: Context) -> ReserveOnCart:
    """What is to be reserved for the cart of a row; for one that is not there any more, nothing."""
    if cart is None:
        return ReserveOnCart(row["_id"], row["noticed"])
    lines = wanting(cart)
    if not row["renews"]:  # what is over is not reserved again until somebody changes the cart
        now, held = now_text(), cart._held or {}
        lines = [line for line in lines if held.get(line.line_item_id, {}).get("expiresAt", now) > now]
    settings = _inventory(context) if lines else {}
    minutes = cart._reserve_minutes or settings.get("reservationExpirationInMinutes") or 1
    releases = settings.get("releaseExpiredReservations", True)
    return ReserveOnCart(
        cart.id, row["noticed"], tuple(lines), minutes, anew=cart._reserve_minutes is not None, releases=releases
    )


def held_at_rest(held: Iterable[HeldLine]) -> Json:
    """line item id → what it has reserved."""
    return {
        line.line_item_id: {
            "sku": line.sku,
            "channel": line.supply_channel_id,
            "quantity": line.quantity,
            "expiresAt": line.expires_at,
        }
        for line in held
    }


def _had(cart: "Cart") -> set[tuple[Any, ...]]:
    held: Json = cart._held or {}
    return {(id, each["sku"], each["channel"], each["quantity"]) for id, each in held.items()}


def _as_held(lines: Iterable[StockLine]) -> set[tuple[Any, ...]]:
    return {(line.line_item_id, line.sku, line.supply_channel_id, line.quantity) for line in lines}


def _inventory(context: Context) -> Json:
    """The project's settings for stock."""

    def says_how_long(project: Json) -> bool:
        return "reservationExpirationInMinutes" in project.get("inventory", {})

    project = project_of(context, says_how_long)
    if not says_how_long(project):
        raise InvalidOperation("The project does not say how long stock is reserved (reservationExpirationInMinutes).")
    settings: Json = project["inventory"]
    return settings
