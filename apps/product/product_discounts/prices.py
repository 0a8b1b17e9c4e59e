"""Which discount a price has: of those that match, the one with the highest sort order, whatever it takes off.

https://docs.commercetools.com/api/projects/productDiscounts
"""

from collections.abc import Iterator, Sequence
from typing import Any

from apps.product.product_discounts.document import ProductDiscount
from apps.product.product_discounts.facts import PRICE, SeenPrice
from common.predicates.discounts import predicate
from common.pricing.discounts import lowering
from common.resources.collection import public
from common.resources.context import Context
from common.resources.document import collection_of, on_the_wire
from common.resources.families.validity import is_in_force
from common.values.money import grains_of, in_grains
from common.wire.json import Json

HALVES = ("staged", "current")


def discounts_in_force(project_key: str, now: str) -> list[Json]:
    """As on the wire, the highest sort order first."""
    wanted = {"projectKey": project_key, "isActive": True}
    found = map(on_the_wire, collection_of(ProductDiscount).find(wanted, public(ProductDiscount)))
    return sorted((each for each in found if is_in_force(each, now)), key=_order, reverse=True)


def _order(discount: Json) -> str:
    return str(discount["sortOrder"])


def best_of(discounts: Sequence[Json], seen: SeenPrice) -> tuple[Json, Json] | None:
    """(discount, discounted value), or None if none matches.

    An external discount applies where a client has set its value; an absolute one where it has this currency.
    """
    for discount in discounts:
        if predicate(discount["predicate"], PRICE).holds(seen) and (value := _value(discount, seen.price)):
            return discount, value
    return None


def _value(discount: Json, price: Json) -> Json | None:
    if discount["value"]["type"] == "external":
        told = price.get("discounted")
        return told["value"] if told and told["discount"]["id"] == discount["id"] else None
    unit, grains = grains_of(price["value"])
    lower = lowering(discount["value"], price["value"]["currencyCode"], "HalfEven")
    return in_grains(price["value"]["currencyCode"], unit - lower(unit, grains), grains) if lower else None


def discounted(product: Json, discounts: Sequence[Json], context: Context) -> tuple[Json, list[Json]]:
    """The product's halves with the discounts of their prices, and which prices that changes.

    ``product`` is as on the wire; what is unchanged is the same object as before.
    """
    master_data = product["masterData"]
    updated: list[Json] = []
    halves: dict[str, Any] = {}
    for name in HALVES:
        half = halves[name] = dict(master_data[name])
        variants = [half["masterVariant"], *half["variants"]]
        changed = [_variant(variant, half, product, discounts, context) for variant in variants]
        if any(after is not before for after, before in zip(changed, variants, strict=True)):
            half["masterVariant"], *half["variants"] = changed
            updated += _updated(variants, changed, is_staged=name == "staged")
    return {**master_data, **halves} if updated else master_data, updated


def _variant(variant: Json, half: Json, product: Json, discounts: Sequence[Json], context: Context) -> Json:
    prices = [
        with_discount(price, best_of(discounts, SeenPrice(price, variant, half, product, context)))
        for price in variant["prices"]
    ]
    same = all(after is before for after, before in zip(prices, variant["prices"], strict=True))
    return variant if same else {**variant, "prices": prices}


def with_discount(price: Json, best: tuple[Json, Json] | None) -> Json:
    """The price as ``best_of`` makes it; the same object where that changes nothing."""
    wanted = None
    if best:
        discount, value = best
        wanted = {"value": value, "discount": {"typeId": "product-discount", "id": discount["id"]}}
    if wanted == price.get("discounted"):
        return price
    plain = {name: value for name, value in price.items() if name != "discounted"}
    return {**plain, "discounted": wanted} if wanted else plain


def _updated(before: Sequence[Json], after: Sequence[Json], is_staged: bool) -> Iterator[Json]:
    """As the message ProductPriceDiscountsSet tells them."""
    for variant, changed in zip(before, after, strict=True):
        named = {"variantId": variant["id"]} | {
            wire: variant[name] for name, wire in (("key", "variantKey"), ("sku", "sku")) if name in variant
        }
        for old, new in zip(variant["prices"], changed["prices"], strict=True):
            if new is not old:
                told = {"discounted": new["discounted"]} if "discounted" in new else {}
                yield {**named, "priceId": new["id"], **told, "staged": is_staged}
