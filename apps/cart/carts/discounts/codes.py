"""The discount codes of a cart, and in what state each of them is.

https://docs.commercetools.com/api/projects/carts#discountcodestate
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from apps.cart.discount_codes.document import DiscountCode
from apps.cart.discount_codes.uses import uses_of
from apps.cart.predicates import CART, SeenCart
from common.predicates.discounts import predicate
from common.resources.collection import ALIVE
from common.resources.document import Stored, collection_of, on_the_wire
from common.resources.families.validity import is_in_force
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart


MATCHES, BY_PREVIOUS = "MatchesCart", "ApplicationStoppedByPreviousDiscount"
BY_BEST_DEAL = "ApplicationStoppedByGroupBestDeal"
CAN_BE_ORDERED = (MATCHES, BY_BEST_DEAL)


class CodesOfCart:
    def __init__(self, cart: "Cart", seen: SeenCart) -> None:
        self.cart, self.seen = cart, seen
        self.ids = [each["discountCode"]["id"] for each in cart.discount_codes]

    @cached_property
    def codes(self) -> dict[str, Stored]:
        wanted = {"_id": {"$in": self.ids}, "projectKey": self.cart.project_key, **ALIVE}
        return {code["_id"]: code for code in collection_of(DiscountCode).find(wanted, {"_outbox": 0})}

    @cached_property
    def usable(self) -> list[Stored]:
        return [code for code in self.codes.values() if self._trouble(code) is None]

    @property
    def discount_ids(self) -> set[str]:
        return {id for code in self.codes.values() for id in _discounts_of(code)}

    def unlock(self, discount_id: str) -> bool:
        """Whether one of the codes gives this discount to the cart."""
        return any(discount_id in _discounts_of(code) for code in self.usable)

    def states(
        self, candidates: Sequence[Json], matching: Sequence[Json], stopped: Mapping[str, str]
    ) -> dict[str, str]:
        """code id → state. ``stopped`` are those of the matching that another discount kept from applying, and how."""
        matching_ids = {each["id"] for each in matching}
        return {id: self._state(self.codes.get(id), candidates, matching_ids, stopped) for id in self.ids}

    def _state(
        self, code: Stored | None, candidates: Sequence[Json], matching: set[str], stopped: Mapping[str, str]
    ) -> str:
        if code is None or not code["isActive"]:
            return "NotActive"
        own = [each for each in candidates if each["id"] in _discounts_of(code)]
        active = [each for each in own if each["isActive"]]
        if not active:
            return "NotActive"
        if not any(is_in_force(each, self.seen.context.now) for each in active):
            return "NotValid"
        if trouble := self._trouble(code):
            return trouble
        applicable = {each["id"] for each in active} & matching
        if not applicable:
            return "DoesNotMatchCart"
        if applicable <= stopped.keys():
            return min(stopped[id] for id in applicable)  # by a better deal, if that is true of one of them
        return MATCHES

    def _trouble(self, code: Stored) -> str | None:
        """What keeps the code itself from being used, whatever its discounts are."""
        if not code["isActive"]:
            return "NotActive"
        if not is_in_force(on_the_wire(code), self.seen.context.now):
            return "NotValid"
        if self._is_used_up(code):
            return "MaxApplicationReached"
        asked = code.get("cartPredicate")
        return None if asked is None or self.seen.holds(predicate(asked, CART)) else "DoesNotMatchCart"

    def _is_used_up(self, code: Stored) -> bool:
        limit, per_customer = code.get("maxApplications"), code.get("maxApplicationsPerCustomer")
        if limit is not None and code["_applications"] >= limit:
            return True
        customer_id = self.cart.customer_id
        return bool(per_customer is not None and customer_id and uses_of(code["_id"], customer_id) >= per_customer)


def _discounts_of(code: Stored) -> list[str]:
    return [each["id"] for each in code["cartDiscounts"]]
