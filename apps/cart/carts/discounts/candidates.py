"""Which discounts apply to a cart, the highest sort order first.

Those that every cart is held against come with one query of few rows; those of the cart's codes beside them. Direct
discounts, set on this one cart, stand alone: neither codes nor cart discounts apply beside them.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any

from apps.cart.cart_discounts.document import WITHOUT_CODE, CartDiscount
from apps.cart.cart_discounts.rules import target_predicate
from apps.cart.carts.discounts.applied import NOTHING, Applied, Applying
from apps.cart.carts.discounts.best_deal import best_of
from apps.cart.carts.discounts.codes import BY_BEST_DEAL, BY_PREVIOUS, CodesOfCart
from apps.cart.carts.shipping import shipping_by_goods
from apps.cart.carts.ways import ways_of
from apps.cart.predicates import CART, SeenCart, SeenItem
from common.predicates.discounts import predicate
from common.resources.collection import public
from common.resources.context import Context
from common.resources.document import collection_of, on_the_wire
from common.resources.families.validity import is_in_force
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart


def applying(cart: "Cart", context: Context) -> Applying:
    seen = SeenCart(cart, context, shipping_by_goods(cart, context))
    if cart.direct_discounts:
        return Applying([_applied("direct-discount", each, seen) for each in cart.direct_discounts])
    codes = CodesOfCart(cart, seen) if cart.discount_codes else None
    return chosen(_candidates(cart, codes, context), seen, codes)


def chosen(candidates: Sequence[Json], seen: SeenCart, codes: CodesOfCart | None = None) -> Applying:
    """Those of the candidates that apply: nothing is looked up for that but what a predicate asks."""
    if not candidates and codes is None:
        return NOTHING
    matching = [each for each in candidates if _matches(each, seen)]
    applied, stopped = _until_one_stops(matching, seen, codes)
    return Applying(applied, codes.states(candidates, matching, stopped) if codes else {})


def _candidates(cart: "Cart", codes: CodesOfCart | None, context: Context) -> list[Json]:
    """As on the wire, in the order in which they apply; those of codes even if they cannot apply now."""
    wanted: dict[str, Any] = {"projectKey": cart.project_key, **WITHOUT_CODE}
    found = [on_the_wire(row) for row in collection_of(CartDiscount).find(wanted, public(CartDiscount))]
    if codes and (ids := codes.discount_ids - {each["id"] for each in found}):
        of_codes = {"_id": {"$in": sorted(ids)}, "projectKey": cart.project_key, "_deletedAt": None}
        found += [on_the_wire(row) for row in collection_of(CartDiscount).find(of_codes, public(CartDiscount))]
    return in_order(found, context)


def in_order(discounts: list[Json], context: Context) -> list[Json]:
    """The highest sort order first; those of a group where their group stands, if it is active."""
    grouped = {each["discountGroup"]["id"] for each in discounts if "discountGroup" in each}
    groups = context.find_all("discount-group", grouped) if grouped else {}

    def place(discount: Json) -> tuple[str, str]:
        group = groups.get(discount["discountGroup"]["id"]) if "discountGroup" in discount else None
        return (group["sortOrder"], group["id"]) if group else (discount["sortOrder"], discount["id"])

    idle = {id for id in grouped if not groups.get(id, {}).get("isActive")}
    active = [each for each in discounts if each.get("discountGroup", {}).get("id") not in idle] if idle else discounts
    return sorted(active, key=place, reverse=True)


def _matches(discount: Json, seen: SeenCart) -> bool:
    if not discount["isActive"] or not is_in_force(discount, seen.context.now):
        return False
    if discount["stores"]:
        store = getattr(seen.cart, "store", None) or {}
        if store.get("key") not in [each["key"] for each in discount["stores"]]:
            return False
    return seen.holds(predicate(discount["cartPredicate"], CART))


def _until_one_stops(
    matching: Iterable[Json], seen: SeenCart, codes: CodesOfCart | None
) -> tuple[list[Applied], dict[str, str]]:
    """What applies; and of those that another one stopped from it, discount id → the state of their codes."""
    applied: list[Applied] = []
    stopped: dict[str, str] = {}
    is_over = False
    unlocked = (each for each in matching if not each["requiresDiscountCode"] or (codes and codes.unlock(each["id"])))
    for _, together in groupby(unlocked, _group_of):
        discounts = list(together)
        if is_over:
            stopped |= dict.fromkeys((each["id"] for each in discounts), BY_PREVIOUS)
            continue
        several = {each["id"]: _applied("cart-discount", each, seen) for each in discounts}
        one = best_of(list(several.values()), applied, seen.cart) if len(several) > 1 else next(iter(several.values()))
        stopped |= dict.fromkeys(several.keys() - {one.id}, BY_BEST_DEAL)
        applied.append(one)
        is_last = any(each["id"] == one.id and each["stackingMode"] == "StopAfterThisDiscount" for each in discounts)
        is_over = is_last and has_something(one, seen)
    return applied, stopped


def _group_of(discount: Json) -> str:
    """Its group, or itself alone."""
    return str((discount.get("discountGroup") or discount)["id"])


def has_something(applied: Applied, seen: SeenCart) -> bool:
    """Whether there is anything in the cart that it could change."""
    if applied.target is not None and "predicate" in applied.target:
        return bool(applied.chosen)
    return applied.kind != "shipping" or bool(ways_of(seen.cart))


def _applied(type_id: str, discount: Json, seen: SeenCart) -> Applied:
    target = discount.get("target")
    return Applied({"typeId": type_id, "id": discount["id"]}, discount["value"], target, _chosen(target, seen))


def _chosen(target: Json | None, seen: SeenCart) -> Sequence[SeenItem]:
    """Gifts cost nothing already; items priced from outside as a whole are the client's own affair."""
    asked = target_predicate(target)
    if target is None or asked is None:
        return ()
    if target["type"] in ("lineItems", "multiBuyLineItems"):
        return [
            each
            for each in seen.line_items
            if not each.is_gift and each.item["priceMode"] != "ExternalTotal" and asked.holds(each)
        ]
    return [each for each in seen.custom_line_items if each.item["priceMode"] == "Standard" and asked.holds(each)]
