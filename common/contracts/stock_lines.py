"""Which lines of a cart, or of the order that it became, are kept in stock."""

from uuid import NAMESPACE_URL, uuid5

from common.contracts.checkout import StockLine
from common.wire.json import Json

ON_CART = "ReserveOnCart"


def stock_lines(holder: Json, cart_id: str | None = None) -> tuple[StockLine, ...]:
    """The lines whose stock is tracked; a line's own mode wins over the cart's. ``holder`` is as on the wire, or as
    stored. With ``cart_id``, the lines of a cart that may have reserved its stock already.
    """
    modes = ((line, mode_of(line, holder.get("inventoryMode"))) for line in holder["lineItems"])
    return tuple(
        stock_line(line, mode, cart_id)
        for line, mode in modes
        if mode != "None" and line["quantity"] > 0  # an imported line may be a correction
    )


def mode_of(line: Json, of_holder: str | None) -> str:
    return str(line.get("inventoryMode") or of_holder or "None")


def stock_line(line: Json, mode: str, cart_id: str | None) -> StockLine:
    return StockLine(
        line_item_id=line["id"],
        sku=line["variant"].get("sku", ""),
        quantity=line["quantity"],
        mode=mode,
        supply_channel_id=(line.get("supplyChannel") or {}).get("id"),
        reservation_id=reservation_of(cart_id, line["id"]) if cart_id and mode == ON_CART else None,
    )


def reservation_of(cart_id: str, line_item_id: str) -> str:
    """The id of what this line of this cart reserves, or would: so nobody has to be told it."""
    return str(uuid5(NAMESPACE_URL, f"{cart_id}/{line_item_id}"))
