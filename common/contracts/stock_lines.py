"""Which lines of a cart, or of the order that it became, are kept in stock."""

from common.contracts.checkout import StockLine
from common.wire.json import Json


def stock_lines(holder: Json) -> tuple[StockLine, ...]:
    """The lines whose stock is tracked; a line's own mode wins over the cart's. ``holder`` is as on the wire."""
    modes = ((line, line.get("inventoryMode") or holder.get("inventoryMode", "None")) for line in holder["lineItems"])
    return tuple(
        StockLine(
            line_item_id=line["id"],
            sku=line["variant"].get("sku", ""),
            quantity=line["quantity"],
            mode=mode,
            supply_channel_id=(line.get("supplyChannel") or {}).get("id"),
        )
        for line, mode in modes
        if mode != "None" and line["quantity"] > 0  # an imported line may be a correction
    )
