"""What a client brings to a cart: codes that it may use, discounts of its own.

https://docs.commercetools.com/api/projects/carts#add-discountcode
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import uuid4

from apps.cart.cart_discounts.document import CartDiscount
from apps.cart.cart_discounts.rules import check_effect, target_predicate, value_at_rest
from apps.cart.discount_codes.document import DiscountCode
from common.errors import InvalidOperation
from common.errors.discounts import DiscountCodeNonApplicable
from common.resources.collection import ALIVE, find_json
from common.resources.context import Context
from common.resources.document import collection_of, on_the_wire
from common.resources.families.validity import is_in_force
from common.values.discounts import Target, Value
from common.wire import dump
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart

MAX_CODES = 10  # https://docs.commercetools.com/api/limits#carts
MAX_DIRECT_DISCOUNTS = 50


@dataclass(frozen=True)
class DirectDiscountDraft:
    value: Value
    target: Target | None = None


def add_code(cart: "Cart", text: str, context: Context) -> None:
    """DiscountCodeNonApplicable for a code that does not exist, or could not give anything to any cart now."""
    if cart.direct_discounts:
        raise InvalidOperation("A cart with direct discounts cannot have discount codes.")
    code = find_json(DiscountCode, context.project_key, code=text)
    if code is None:
        raise DiscountCodeNonApplicable(discount_code=text, reason="DoesNotExist")
    reference = {"typeId": "discount-code", "id": code["id"]}
    if reference in [each["discountCode"] for each in cart.discount_codes]:
        return
    if len(cart.discount_codes) >= MAX_CODES:
        raise InvalidOperation(f"A cart has at most {MAX_CODES} discount codes.")
    _check_that_it_is_of_use(code, cart, context)
    cart.discount_codes = [*cart.discount_codes, {"discountCode": reference, "state": "DoesNotMatchCart"}]


def _check_that_it_is_of_use(code: Json, cart: "Cart", context: Context) -> None:
    ids = [each["id"] for each in code["cartDiscounts"]]
    wanted = {"_id": {"$in": ids}, "projectKey": context.project_key, **ALIVE}
    discounts = [on_the_wire(each) for each in collection_of(CartDiscount).find(wanted, {"_outbox": 0})]
    active = [each for each in discounts if each["isActive"]]
    named = {"discount_code": code["code"], "discount_code_id": code["id"]}
    if not code["isActive"] or not active:
        raise DiscountCodeNonApplicable(**named, state="NotActive")
    if not is_in_force(code, context.now) or not any(is_in_force(each, context.now) for each in active):
        bounds = {"valid_from": code.get("validFrom"), "valid_until": code.get("validUntil")}
        raise DiscountCodeNonApplicable(
            **named, **bounds, reason="TimeRangeNonApplicable", validity_check_time=context.now
        )
    if not any(_is_for_store(each, cart) for each in active):
        raise DiscountCodeNonApplicable(**named, state="DoesNotMatchCart")


def _is_for_store(discount: Json, cart: "Cart") -> bool:
    store = getattr(cart, "store", None) or {}
    return not discount["stores"] or store.get("key") in [each["key"] for each in discount["stores"]]


def direct_discounts_at_rest(drafts: Iterable[DirectDiscountDraft]) -> list[Json]:
    discounts = []
    for draft in drafts:
        value, target = value_at_rest(dump(draft.value)), dump(draft.target)
        check_effect(value, target)
        target_predicate(target)
        discounts.append({"id": str(uuid4()), "value": value, **({"target": target} if target else {})})
    if len(discounts) > MAX_DIRECT_DISCOUNTS:
        raise InvalidOperation(f"A cart has at most {MAX_DIRECT_DISCOUNTS} direct discounts.")
    return discounts
