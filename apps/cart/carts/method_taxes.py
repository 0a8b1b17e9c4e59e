"""Taxes of a cart with several ways of shipping: each item has a rate for each of them, by where it goes, and the tax
on the pieces that go there.

https://docs.commercetools.com/api/projects/carts#methodtaxedprice
"""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from apps.cart.carts.ways import is_distributed, pieces_by_way
from common.pricing.lines import Line
from common.pricing.split import Share, split
from common.pricing.taxes import Rate, Taxed, sum_of, tax_on
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart


def rate_by_method(item: Json, key: str) -> Json | None:
    return next((each.get("taxRate") for each in item["perMethodTaxRate"] if each["shippingMethodKey"] == key), None)


def set_rate_by_method(item: Json, key: str, rate: Json | None) -> None:
    entry = {"shippingMethodKey": key} | ({"taxRate": rate} if rate is not None else {})
    others = [each for each in item["perMethodTaxRate"] if each["shippingMethodKey"] != key]
    item["perMethodTaxRate"] = sorted([*others, entry], key=lambda each: str(each["shippingMethodKey"]))


def set_portion(item: Json, key: str, taxed: Json | None) -> None:
    others = [each for each in item["taxedPricePortions"] if each["shippingMethodKey"] != key]
    added = [{"shippingMethodKey": key, "taxedPrice": taxed}] if taxed else []
    item["taxedPricePortions"] = sorted([*others, *added], key=lambda each: str(each["shippingMethodKey"]))


def tax_by_method(
    cart: "Cart", item: Json, line: Line, cents: int, read_back: Callable[[Json], Taxed | None]
) -> Taxed | None:
    """The tax on all of the item's pieces, also written into it; None where it is not known of all of them.

    ``read_back`` reads what a client said, in tax mode ExternalAmount.
    """
    if cart.tax_mode == "ExternalAmount":
        portions = {each["shippingMethodKey"]: read_back(each) for each in item["taxedPricePortions"]}
        parts = {key: portions.get(key) for key in pieces_by_way(item)}
    elif cart.tax_mode == "Disabled":
        item["taxedPricePortions"], parts = [], {}
    else:
        parts = dict(_portions(cart, item, line, cents))
        item["taxedPricePortions"] = [
            {"shippingMethodKey": key} | ({"taxedPrice": part.to_json(cart.currency_code)} if part else {})
            for key, part in parts.items()
        ]
    whole = sum_of(parts.values()) if is_distributed(item) else None
    if whole is None:
        item.pop("taxedPrice", None)
        return None
    item["taxedPrice"] = whole.to_json(cart.currency_code)
    return whole


def _portions(cart: "Cart", item: Json, line: Line, cents: int) -> Iterator[tuple[str, Taxed | None]]:
    mode, level = cart.tax_rounding_mode, cart.tax_calculation_mode
    for key, (share, cost) in shares_by_way(item, line, cents).items():
        rate = rate_by_method(item, key)
        yield key, tax_on(share, cost, Rate.of(rate), level, mode) if rate else None


def shares_by_way(item: Json, line: Line, cents: int) -> dict[str, Share]:
    """shipping key → the pieces that go that way, and what they cost; none where more pieces go than there are."""
    pieces = pieces_by_way(item)
    rest = item["quantity"] - sum(pieces.values())
    shares = split(line, cents, {**pieces, NO_WAY: rest}) if rest >= 0 else {}
    return {key: share for key, share in shares.items() if key != NO_WAY}


NO_WAY = "\uffff"
"""What is not distributed yet: after all keys in order."""
