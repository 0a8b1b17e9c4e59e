"""Where a category stands: its ancestors, its order among its siblings."""

from decimal import Decimal, InvalidOperation

from common import errors
from common.resources.context import Context
from common.values.references import Reference
from common.wire.json import Json


def ancestors_of(parent: Reference | None, context: Context) -> list[Json]:
    """References from the root down to the parent.

    Each parent is asked for its own: what it says of its ancestors may be older than a move.
    """
    path: list[Json] = []
    at = parent.to_json() if parent and parent.id else None
    while at and at not in path:
        path.append(at)
        found = context.find("category", at["id"])
        at = found.get("parent") if found else None
    return path[::-1]


def checked_order_hint(order_hint: str) -> str:
    try:
        sound = 0 < Decimal(order_hint) < 1
    except InvalidOperation:
        sound = False
    if not sound:
        raise errors.InvalidField("orderHint", order_hint)
    return order_hint
