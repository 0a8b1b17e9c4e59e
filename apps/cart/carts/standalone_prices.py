"""Prices that stand apart from their products, found by sku in what the product service told of them.

All that a cart's lines need is read at once and remembered for the request. Where nothing suits, the owner is asked
before a line goes without a price.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from apps.cart.neighbours import source
from common.pricing.selection import Price, PriceContext, select_price
from common.pricing.standalone import offered
from common.replicas.recheck import nothing
from common.resources.context import Context
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart

TYPE_ID = "standalone-price"


def select_standalone(sku: str | None, cart: "Cart", buyer: PriceContext, context: Context) -> Price | None:
    """The price of the sku for this buyer; what has no sku has none."""
    if sku is None:
        return None
    known = context.noted.setdefault(TYPE_ID, {})
    if sku not in known:
        others = (line["variant"].get("sku") for line in cart.line_items)
        unknown = {sku, *filter(None, others)} - known.keys()
        known |= {**dict.fromkeys(unknown, ()), **source(TYPE_ID, context).known("sku", context.project_key, unknown)}
    if price := select_price(_offers(known[sku]), buyer):
        return price

    def suits(standalone: Json) -> bool:
        price = offered(standalone)
        return price is not None and buyer.accepts(price)

    asked = source(TYPE_ID, context).by("sku", context.project_key, [sku], suits)
    known[sku] = asked.get(sku, ())
    return select_price(_offers(known[sku]), buyer)


def ask_again(skus: Sequence[str], context: Context) -> None:
    """Have the prices of these as their owner knows them, for what would be refused by what is known here."""
    if skus:
        fresh = source(TYPE_ID, context).by("sku", context.project_key, skus, nothing)
        context.noted.setdefault(TYPE_ID, {}).update(dict.fromkeys(skus, ()), **fresh)


def _offers(standalone: Iterable[Json]) -> Iterable[Price]:
    return filter(None, map(offered, standalone))
