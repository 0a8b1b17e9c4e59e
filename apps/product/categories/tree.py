"""Where a category stands: its ancestors, its order among its siblings."""

from decimal import Decimal, InvalidOperation

from common import errors
from common.resources.context import Context
from common.values.references import Reference
from common.wire.json import Json


def ancestors_of(parent: Reference | None, context: Context) -> list[Json]:
    """References from the root down to the parent; the parent knows its own, so this is one look-up."""
    if parent is None or parent.id is None:
        return []
    found = context.find("category", parent.id)
    return [*(found["ancestors"] if found else ()), parent.to_json()]


def checked_order_hint(order_hint: str) -> str:
    try:
        sound = 0 < Decimal(order_hint) < 1
    except InvalidOperation:
        sound = False
    if not sound:
        raise errors.InvalidField("orderHint", order_hint)
    return order_hint
