"""Discount codes on their way into an order: each use is counted before there is an order, and given back if there
will be none.

A use bears the mark of its saga, ``{saga, since}``, on the code and on the row of its customer, and is counted by the
write that sets the mark, which is guarded by the limit: so a command that arrives twice counts once, and of forty
customers who race for five applications five get one. Marks go once the order is made; the count stays, also if the
order is cancelled.

https://docs.commercetools.com/api/projects/discountCodes
"""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from pymongo.errors import DuplicateKeyError

from apps.cart.carts.discounts.codes import BY_BEST_DEAL
from apps.cart.discount_codes.document import DiscountCode
from apps.cart.discount_codes.uses import use_id, uses
from common.errors.discounts import DiscountCodeNonApplicable
from common.resources.collection import ALIVE
from common.resources.document import Stored, collection_of
from common.wire.times import now_text


def redeem(cart: Stored, saga_id: str) -> None:
    """DiscountCodeNonApplicable where a code is used up; what was counted until then is for the caller to give back."""
    for told in cart.get("discountCodes", ()):
        if told["state"] == BY_BEST_DEAL:  # it gives nothing to this order
            continue
        code = {"_id": told["discountCode"]["id"], "projectKey": cart["projectKey"]}
        while not _count_use(code, cart.get("customerId"), saga_id):
            pass  # its limit was changed a moment ago: look again


def give_back(project_key: str, saga_id: str) -> None:
    """Uncount whatever this saga has counted."""
    for rows, wanted, count in _marked(project_key, saga_id):
        for row in rows.find(wanted, {"_id": 1}):
            rows.update_one(
                {"_id": row["_id"], **wanted},
                {"$inc": {count: -1}, "$pull": {"_redeeming": {"saga": saga_id}}},
            )


def keep(project_key: str, saga_id: str) -> None:
    """The order is made: its uses need their marks no more."""
    for rows, wanted, _ in _marked(project_key, saga_id):
        for row in rows.find(wanted, {"_id": 1}):
            rows.update_one({"_id": row["_id"], **wanted}, {"$pull": {"_redeeming": {"saga": saga_id}}})


def _marked(project_key: str, saga_id: str) -> Iterable[tuple[Any, dict[str, Any], str]]:
    wanted = {"projectKey": project_key, "_redeeming.saga": saga_id}
    return ((collection_of(DiscountCode), wanted, "_applications"), (uses(), wanted, "count"))


def _count_use(named: Mapping[str, Any], customer_id: str | None, saga_id: str) -> bool:
    """False where the code is not what it was when it was read."""
    code = collection_of(DiscountCode).find_one({**named, **ALIVE}, {"_outbox": 0})
    if code is None:
        raise DiscountCodeNonApplicable(discount_code_id=named["_id"], reason="DoesNotExist")
    if customer_id is not None and not _count_for_customer(code, customer_id, saga_id):
        raise _used_up(code)
    if any(mark["saga"] == saga_id for mark in code["_redeeming"]):
        return True
    limit = code.get("maxApplications")
    if limit is not None and code["_applications"] >= limit:
        raise _used_up(code)
    guard = {**named, "maxApplications": limit, "_redeeming.saga": {"$ne": saga_id}, **ALIVE}
    has_room = {"_applications": {"$lt": limit}} if limit is not None else {}
    mark = {"$inc": {"_applications": 1}, "$push": {"_redeeming": {"saga": saga_id, "since": now_text()}}}
    return bool(collection_of(DiscountCode).update_one({**guard, **has_room}, mark).matched_count)


def _count_for_customer(code: Stored, customer_id: str, saga_id: str) -> bool:
    """Whether this saga's use is counted; counted always, for a limit may be set later."""
    row = {"_id": use_id(code["_id"], customer_id), "projectKey": code["projectKey"]}
    limit = code.get("maxApplicationsPerCustomer")
    has_room = {"count": {"$lt": limit}} if limit is not None else {}
    mark = {"$inc": {"count": 1}, "$push": {"_redeeming": {"saga": saga_id, "since": now_text()}}}
    with suppress(DuplicateKeyError):
        uses().insert_one({**row, "count": 0, "_redeeming": []})
    if uses().update_one({**row, "_redeeming.saga": {"$ne": saga_id}, **has_room}, mark).matched_count:
        return True
    return uses().find_one({**row, "_redeeming.saga": saga_id}, {"_id": 1}) is not None


def _used_up(code: Stored) -> DiscountCodeNonApplicable:
    return DiscountCodeNonApplicable(code["code"], code["_id"], state="MaxApplicationReached")
