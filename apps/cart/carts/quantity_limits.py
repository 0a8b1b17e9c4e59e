"""How much of a sku a line may hold at least and at most, as the stock entry says from which it is supplied.

A limit counts for what is done to a line from then on: lines that stand in a cart already stay as they are. It is
asked of its owner again before anything is refused.

https://docs.commercetools.com/api/carts-orders-overview#quantity-limits
"""

from collections.abc import Iterable, Mapping

from apps.cart.neighbours import source
from common.contracts.cart_limits import has_limits
from common.errors.checkout import LineItemQuantityAboveLimit, LineItemQuantityBelowLimit
from common.replicas import doubt
from common.replicas.recheck import nothing
from common.resources.context import Context
from common.wire.json import Json

TYPE_ID = "inventory-entry"


def check_limits(lines: Iterable[Json], context: Context, new: bool = False) -> None:
    """LineItemQuantityBelowLimit or LineItemQuantityAboveLimit for the first line that holds too little or too much.

    ``new``: a client does not know the lines yet, so none is named.
    """
    by_sku = {line["variant"]["sku"]: line for line in lines if "sku" in line["variant"]}
    where, project_key = source(TYPE_ID, context), context.project_key
    known = where.known("sku", project_key, by_sku) if by_sku else {}
    of_them = [line for line in lines if line["variant"].get("sku") in known]
    suspect = {line["variant"]["sku"] for line in of_them if _refusal(line, known, new)}
    if suspect:
        fresh = where.by("sku", project_key, suspect, nothing)
        for line in of_them:
            if refusal := _refusal(line, fresh, new):
                raise doubt.weighed(refusal, TYPE_ID)


def _refusal(
    line: Json, by_sku: Mapping[str, Iterable[Json]], new: bool
) -> LineItemQuantityBelowLimit | LineItemQuantityAboveLimit | None:
    quantity, id = line["quantity"], None if new else line["id"]
    place = (line.get("supplyChannel") or {}).get("id")
    for entry in by_sku.get(line["variant"]["sku"], ()):
        if has_limits(entry) and (entry.get("supplyChannel") or {}).get("id") == place:
            least, most = entry.get("minCartQuantity"), entry.get("maxCartQuantity")
            if least is not None and quantity < least:
                return LineItemQuantityBelowLimit(least, quantity, id)
            if most is not None and quantity > most:
                return LineItemQuantityAboveLimit(most, quantity, id)
    return None
