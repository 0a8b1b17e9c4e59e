"""A shopper signs up or in: the cart that was filled before becomes the customer's, or part of the customer's.

Every step may be repeated: what was done already is found done.

https://docs.commercetools.com/api/carts-orders-overview#merge-a-cart
"""

from collections.abc import Callable
from copy import deepcopy
from uuid import uuid4

from pymongo import DESCENDING

from apps.cart.carts.customers import belong_to
from apps.cart.carts.discounts.gifts import is_gift
from apps.cart.carts.document import Cart
from apps.cart.carts.line_items import MAX_LINE_ITEMS, set_quantity
from apps.cart.carts.renewal import renew
from common.contracts.sign_in import SignedIn
from common.errors import InvalidOperation, ReferencedResourceNotFound
from common.http.views import is_within
from common.resources.actions import Action
from common.resources.collection import load
from common.resources.context import Context
from common.resources.document import collection_of, restored
from common.resources.update import update
from common.wire.json import Json

USE_AS_NEW = "UseAsNewActiveCustomerCart"


def take_over(signed_in: SignedIn, context: Context) -> Cart | None:
    """The customer's active cart afterwards, recalculated; None if there is none.

    ReferencedResourceNotFound for an anonymous cart that is not there or is another customer's, InvalidOperation for
    one of another session than is said.
    """
    before = _anonymous(signed_in, context)
    mine = current_cart(signed_in, context)
    if before is not None:
        mine = _taken_over(signed_in, before, mine, context)
    _hand_over_the_rest(signed_in, context)
    if mine is None:
        return None
    _change(mine, lambda cart: renew(cart, context, refresh=signed_in.update_product_data), context)
    return mine


def current_cart(signed_in: SignedIn, context: Context) -> Cart | None:
    return _most_recent({"customerId": signed_in.customer_id}, signed_in, context)


def _anonymous(signed_in: SignedIn, context: Context) -> Cart | None:
    """The cart of before, unless it is dealt with already."""
    id, key = signed_in.anonymous_cart_id, signed_in.anonymous_cart_key
    if id is None and key is None:
        session = signed_in.anonymous_id
        return _most_recent({"anonymousId": session}, signed_in, context) if session is not None else None
    cart = load(Cart, context.project_key, **({"_id": id} if id else {"key": key}))
    if cart is None or cart.customer_id not in (None, signed_in.customer_id) or _of_another_store(cart, signed_in):
        raise ReferencedResourceNotFound("cart", id=id, key=key)
    if signed_in.anonymous_id not in (None, cart.anonymous_id) and cart.customer_id is None:
        raise InvalidOperation(f"The cart '{cart.id}' is not of the anonymous session '{signed_in.anonymous_id}'.")
    if cart.cart_state != "Active":
        return None
    return None if cart.customer_id else cart


def _of_another_store(cart: Cart, signed_in: SignedIn) -> bool:
    return None not in (signed_in.store_key, cart.store) and cart.store["key"] != signed_in.store_key


def _taken_over(signed_in: SignedIn, before: Cart, mine: Cart | None, context: Context) -> Cart:
    """Carts of other currencies or stores stay apart."""
    if (
        mine is None
        or signed_in.mode == USE_AS_NEW
        or (before.currency_code, before.store) != (mine.currency_code, mine.store)
    ):
        _change(before, lambda cart: belong_to(cart, signed_in.customer_id, context), context)
        return before
    _change(mine, lambda cart: _add_lines_of(before, cart, context), context)
    _change(before, _merged, context)
    return mine


def _merged(cart: Cart) -> None:
    cart.cart_state = "Merged"


def _add_lines_of(before: Cart, mine: Cart, context: Context) -> None:
    """What both have is bought once, in the larger quantity; custom line items, custom fields and gifts stay behind."""
    by_variant = {_variant(line): line for line in mine.line_items if not is_gift(line)}
    for line in before.line_items:
        if is_gift(line):
            continue
        same = by_variant.get(_variant(line))
        if same is not None:
            if line["quantity"] > same["quantity"]:
                set_quantity(same, line["quantity"], context)
        elif len(mine.line_items) < MAX_LINE_ITEMS:
            copy = deepcopy(line) | {"id": str(uuid4())}
            for name in ("key", "shippingDetails", "taxRate", "taxedPrice", "reservation"):  # they meant the other cart
                copy.pop(name, None)
            copy |= {"perMethodTaxRate": [], "taxedPricePortions": []}
            mine.line_items = [*mine.line_items, copy]
            if line["id"] in before._tax_categories:
                mine._tax_categories = mine._tax_categories | {copy["id"]: before._tax_categories[line["id"]]}


def _variant(line: Json) -> tuple[str, int]:
    return line["productId"], line["variant"]["id"]


def _hand_over_the_rest(signed_in: SignedIn, context: Context) -> None:
    """Whatever else the session left, carts that were ordered or merged included."""
    if signed_in.anonymous_id is None:
        return
    others = {"projectKey": context.project_key, "anonymousId": signed_in.anonymous_id}  # a tombstone has none
    for found in collection_of(Cart).find(others, {"_outbox": 0}):
        if is_within(found, _where(signed_in)):
            _change(restored(Cart, found), lambda cart: belong_to(cart, signed_in.customer_id, context), context)


def _where(signed_in: SignedIn) -> Json:
    """Who signs in at a store is met by the carts of that store."""
    return {"store.key": signed_in.store_key} if signed_in.store_key else {}


def _most_recent(owner: Json, signed_in: SignedIn, context: Context) -> Cart | None:
    wanted = {"projectKey": context.project_key, **owner, "cartState": "Active", "origin": "Customer"}
    wanted |= _where(signed_in)
    found = collection_of(Cart).find_one(wanted, {"_outbox": 0}, sort=[("lastModifiedAt", DESCENDING)])
    return restored(Cart, found) if found else None


def _change(cart: Cart, change: Callable[[Cart], None], context: Context) -> None:
    """Saved, if that changed anything."""
    update("cart", cart, cart.version, [Action("takeOver", change, _apply)], context)


def _apply(change: Callable[[Cart], None], cart: Cart, _: Context) -> None:
    change(cart)
