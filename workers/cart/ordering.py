"""A cart on its way to becoming an order: claimed, then released or closed.

A claim is a mark on the cart, ``_claim: {saga, since}``, which every other write to it respects
(``common.resources.write``). It neither changes the version nor is told: the cart that was claimed is the
cart that its owner saw.

https://docs.commercetools.com/api/projects/orders#create-order-from-cart
"""

from typing import Any

from apps.cart.carts.current_prices import check_prices
from apps.cart.carts.discounts.current import check_discounts
from apps.cart.carts.document import Cart
from apps.cart.carts.shipping import DIFFERS
from apps.cart.carts.ways import MULTIPLE, pieces_by_way
from apps.cart.service import service
from common.celery.tasks import handles
from common.contracts.answered import Answered
from common.contracts.checkout import CartClaimed, ClaimCart, CloseCart, ReleaseCart
from common.contracts.stock_lines import stock_lines
from common.errors import (
    ApiError,
    ConcurrentModification,
    InvalidOperation,
    ReferencedResourceNotFound,
    ResourceNotFound,
)
from common.errors.checkout import BeingOrdered, InvalidItemShippingDetails, ShippingMethodDoesNotMatchCart
from common.resources.collection import is_alive
from common.resources.context import Context
from common.resources.document import Stored, collection_of, on_the_wire, restored
from common.resources.marks import change_where
from common.resources.write import TOLD_TOGETHER_SECONDS
from common.sagas.receivers import answers_of, receive, settle, withdraw
from common.wire.json import Json
from common.wire.times import now_text
from workers.cart.redeeming import give_back, keep, redeem

CAN_BE_ORDERED = ("Active", "Frozen")


@handles(ClaimCart)
def claim_cart(command: ClaimCart) -> Answered:
    return receive(answers_of("cart"), command, claim, release, claimed, give_back_strays)


@handles(ReleaseCart)
def release_cart(command: ReleaseCart) -> Answered:
    return withdraw(answers_of("cart"), command, ClaimCart, release)


@handles(CloseCart)
def close_cart(command: CloseCart) -> Answered:
    return settle(command, close)


def claim(command: ClaimCart) -> CartClaimed:
    """Refused where the cart has another version, may not be ordered, or is not there for who asks."""
    carts, which = collection_of(Cart), _named(command)
    cart = carts.find_one({**which, **_reserved_for(command)}, {"_outbox": 0})
    if not is_alive(cart):
        raise _not_there(command)
    claimed_by = (cart.get("_claim") or {}).get("saga")
    if claimed_by != command.saga_id:
        if claimed_by:
            raise BeingOrdered(cart["_id"], cart["version"])
        if cart["version"] != command.cart_version:
            raise ConcurrentModification(cart["_id"], command.cart_version, cart["version"])
        check_that_it_can_be_ordered(cart)
        found, context = restored(Cart, cart), Context(command.project_key, service.sources)
        check_prices(found, context)
        check_discounts(found, context)
        unclaimed = {**which, "version": cart["version"], "_claim": None}
        mark = {"saga": command.saga_id, "since": now_text()}
        if not carts.update_one(unclaimed, {"$set": {"_claim": mark}}).matched_count:
            return claim(command)  # it was changed or claimed a moment ago: look again
    redeem(cart, command.saga_id)
    return told_of(cart)


def claimed(command: ClaimCart) -> CartClaimed | None:
    """The cart as it was claimed; None once it is closed, when nobody waits for that any more."""
    cart = collection_of(Cart).find_one({**_named(command), "_claim.saga": command.saga_id}, {"_outbox": 0})
    return told_of(cart) if cart else None


def told_of(cart: Stored) -> CartClaimed:
    return CartClaimed(on_the_wire(cart), stock_lines(cart, cart["_id"]), payments_of(cart))


def release(command: ClaimCart | ReleaseCart) -> None:
    give_back(command.project_key, command.saga_id)
    mine = {**_named(command), "_claim.saga": command.saga_id}
    collection_of(Cart).update_one(mine, {"$unset": {"_claim": ""}})


def give_back_strays(command: ClaimCart, _: Json) -> None:
    """Uses of codes that are counted when the cart is closed already, and so another delivery's have been kept."""
    if not collection_of(Cart).find_one({**_named(command), "_claim.saga": command.saga_id}, {"_id": 1}):
        give_back(command.project_key, command.saga_id)


def close(command: CloseCart) -> None:
    """Ordered for good. A cart that is not claimed any more is closed already."""
    mine = {**_named(command), "_claim.saga": command.saga_id}
    if command.cart_id and _close({**mine, "discountCodes.0": {"$exists": False}}):
        return
    if found := collection_of(Cart).find_one(mine, {"_id": 1}):
        keep(command.project_key, command.saga_id)
        _close({**mine, "_id": found["_id"]})
    give_back(command.project_key, command.saga_id)  # strays that came between these two


def _close(guard: Stored) -> bool:
    change = {"$set": {"cartState": "Ordered"}, "$unset": {"_claim": ""}}
    return change_where("cart", Cart, guard, change, told_within_seconds=TOLD_TOGETHER_SECONDS)


def check_that_it_can_be_ordered(cart: Stored) -> None:
    if cart["cartState"] not in CAN_BE_ORDERED:
        raise InvalidOperation(f"The cart '{cart['_id']}' is {cart['cartState']} and cannot be ordered.")
    if not cart["lineItems"] and not cart["customLineItems"]:
        raise InvalidOperation(f"The cart '{cart['_id']}' is empty and cannot be ordered.")
    is_shipped_in_several_ways = cart.get("shippingMode") == MULTIPLE
    if "shippingAddress" not in cart and not is_shipped_in_several_ways:
        raise InvalidOperation(f"The cart '{cart['_id']}' has no shipping address and cannot be ordered.")
    for item in cart["lineItems"] + cart["customLineItems"]:
        if is_shipped_in_several_ways or "shippingDetails" in item:
            check_that_all_pieces_go_somewhere(item)
    infos = [cart.get("shippingInfo", {}), *(each["shippingInfo"] for each in cart.get("shipping", ()))]
    if any(info.get("shippingMethodState") == DIFFERS for info in infos):
        raise ShippingMethodDoesNotMatchCart


def check_that_all_pieces_go_somewhere(item: Json) -> None:
    sent = sum(pieces_by_way(item).values())
    if sent != item["quantity"]:
        subject = "LineItem" if "productId" in item else "CustomLineItem"
        raise InvalidItemShippingDetails(subject, item["id"], item["quantity"], sent)


def payments_of(cart: Stored) -> tuple[str, ...]:
    return tuple(payment["id"] for payment in (cart.get("paymentInfo") or {}).get("payments", ()))


def _named(command: ClaimCart | ReleaseCart | CloseCart) -> dict[str, Any]:
    """The cart alone, by id before anything else (see ``common.resources.collection.named``)."""
    if command.cart_id:
        return {"_id": command.cart_id, "projectKey": command.project_key}
    return {"projectKey": command.project_key, "key": command.cart_key}


def _not_there(command: ClaimCart) -> ApiError:
    """To a shopper, the carts of others are not there at all."""
    if command.customer_id or command.anonymous_id:
        return ResourceNotFound(f"ID '{command.cart_id}'")
    return ReferencedResourceNotFound("cart", id=command.cart_id, key=command.cart_key)


def _reserved_for(command: ClaimCart) -> dict[str, Any]:
    """Whose cart it must be."""
    owner = {
        "customerId": command.customer_id,
        "anonymousId": command.anonymous_id,
        "store.key": command.store_key,
    }
    return {field: value for field, value in owner.items() if value is not None}
