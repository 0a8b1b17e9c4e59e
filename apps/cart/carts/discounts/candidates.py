"""Which discounts apply to a cart, the highest sort order first.

Those that every cart is held against come with one query of few rows; those of the cart's codes beside them. Direct
discounts, set on this one cart, stand alone: neither codes nor cart discounts apply beside them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from apps.cart.cart_discounts.document import WITHOUT_CODE, CartDiscount
from apps.cart.cart_discounts.rules import target_predicate
from apps.cart.carts.discounts.codes import CodesOfCart
from apps.cart.predicates import CART, SeenCart, SeenItem
from common.predicates.discounts import predicate
from common.resources.collection import public
from common.resources.context import Context
from common.resources.document import collection_of, on_the_wire
from common.resources.families.validity import is_in_force
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart


@dataclass(frozen=True)
class Applied:
    """A discount that applies; ``chosen`` are the items its target's predicate holds for."""

    reference: Json
    value: Json
    target: Json | None
    chosen: Sequence[SeenItem] = ()

    @property
    def id(self) -> str:
        return str(self.reference["id"])

    @property
    def kind(self) -> str:
        return self.target["type"] if self.target else "giftLineItem"


@dataclass(frozen=True)
class Applying:
    discounts: Sequence[Applied] = ()
    code_states: dict[str, str] = field(default_factory=dict)


NOTHING = Applying()


def applying(cart: "Cart", context: Context) -> Applying:
    seen = SeenCart(cart, context)
    if cart.direct_discounts:
        return Applying([_applied("direct-discount", each, seen) for each in cart.direct_discounts])
    codes = CodesOfCart(cart, seen) if cart.discount_codes else None
    return chosen(_candidates(cart, codes), seen, codes)


def chosen(candidates: Sequence[Json], seen: SeenCart, codes: CodesOfCart | None = None) -> Applying:
    """Those of the candidates that apply: nothing is looked up for that but what a predicate asks."""
    if not candidates and codes is None:
        return NOTHING
    matching = [each for each in candidates if _matches(each, seen)]
    applied, stopped = _until_one_stops(matching, seen, codes)
    return Applying(applied, codes.states(candidates, matching, stopped) if codes else {})


def _candidates(cart: "Cart", codes: CodesOfCart | None) -> list[Json]:
    """As on the wire, in the order in which they apply; those of codes even if they cannot apply now."""
    wanted: dict[str, Any] = {"projectKey": cart.project_key, **WITHOUT_CODE}
    found = [on_the_wire(row) for row in collection_of(CartDiscount).find(wanted, public(CartDiscount))]
    if codes and (ids := codes.discount_ids - {each["id"] for each in found}):
        of_codes = {"_id": {"$in": sorted(ids)}, "projectKey": cart.project_key, "_deletedAt": None}
        found += [on_the_wire(row) for row in collection_of(CartDiscount).find(of_codes, public(CartDiscount))]
    return sorted(found, key=lambda each: str(each["sortOrder"]), reverse=True)


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
) -> tuple[list[Applied], set[str]]:
    """What applies, and the ids of those that another one stopped from it."""
    applied: list[Applied] = []
    stopped: set[str] = set()
    is_over = False
    for discount in matching:
        if discount["requiresDiscountCode"] and not (codes and codes.unlock(discount["id"])):
            continue
        if is_over:
            stopped.add(discount["id"])
            continue
        one = _applied("cart-discount", discount, seen)
        applied.append(one)
        is_over = discount["stackingMode"] == "StopAfterThisDiscount" and has_something(one, seen)
    return applied, stopped


def has_something(applied: Applied, seen: SeenCart) -> bool:
    """Whether there is anything in the cart that it could change."""
    if applied.target is not None and "predicate" in applied.target:
        return bool(applied.chosen)
    return applied.kind != "shipping" or seen.cart.shipping_info is not None


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
