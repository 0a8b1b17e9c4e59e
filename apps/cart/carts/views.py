"""Endpoints that only carts have: a customer's current cart, one's own, and the copy of another.

https://docs.commercetools.com/api/projects/carts#get-cart-by-customer-id
"""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import uuid4

from flask import Response, request
from flask_smorest import Blueprint
from pymongo import DESCENDING

from apps.cart.carts import carts
from apps.cart.carts.awaiting import with_stock
from apps.cart.carts.discounts.gifts import is_gift
from apps.cart.carts.document import Cart
from apps.cart.carts.mine import my_carts
from apps.cart.carts.prices import reprice
from apps.cart.carts.quantity_limits import check_limits
from apps.cart.carts.shipping import renew_rate
from apps.cart.carts.taking_over import take_over
from apps.cart.carts.tax_rates import forget_tax_rates
from common.auth.bearer import requires
from common.auth.stores import current_store
from common.contracts.sign_in import SignedIn
from common.errors import InvalidJsonInput, ReferencedResourceNotFound, ResourceNotFound
from common.http.answers import answer
from common.http.in_store import of_store
from common.http.my_api import Sources, mine, my_context
from common.http.requests import body
from common.http.resource_api import load_or_refuse, shown
from common.openapi.operations import operation
from common.resources.collection import ALIVE, load
from common.resources.context import Context
from common.resources.document import collection_of, on_the_wire, stored
from common.resources.write import insert
from common.values.references import Reference, To
from common.values.texts import Key
from common.wire import read
from common.wire.json import Json

CURRENT = {"cartState": "Active", "origin": "Customer"}


@dataclass(frozen=True)
class ReplicaCartDraft:
    reference: Annotated[Reference, To("cart")]
    key: Key | None = None


REPLICATE = operation("Create a cart from another cart or an order", takes=ReplicaCartDraft, answers=Cart, status=201)


@dataclass(frozen=True, kw_only=True)
class MergeCartDraft:
    anonymous_cart: Annotated[Reference, To("cart")] | None = None
    anonymous_id: str | None = None
    merge_mode: Literal["MergeWithExistingCustomerCart", "UseAsNewActiveCustomerCart"] = "MergeWithExistingCustomerCart"
    update_product_data: bool = False

    def of(self, customer_id: str) -> SignedIn:
        if self.anonymous_cart is None and self.anonymous_id is None:
            raise InvalidJsonInput("Either anonymousCart or anonymousId is required.")
        cart_id = self.anonymous_cart.id if self.anonymous_cart else None
        return SignedIn(
            customer_id,
            self.merge_mode,
            self.update_product_data,
            cart_id,
            anonymous_id=self.anonymous_id,
            store_key=current_store(),
        )


def more_routes(sources: Sources) -> Blueprint:
    """``sources`` is asked once requests come."""
    routes = Blueprint("more of carts", __name__, url_prefix="/<project_key>")

    @routes.get("/carts/customer-id=<customer_id>")
    @routes.doc(**operation("Get a customer's active cart", answers=Cart, asks="expand"))
    @requires("view_orders", "manage_orders")
    def of_customer(project_key: str, customer_id: str) -> Response:
        context = my_context(project_key, sources)
        return answer(_current(project_key, {"customerId": customer_id}, context))

    @routes.post("/carts/customer-id=<customer_id>/merge")
    @routes.doc(**operation("Merge an anonymous cart into a customer's", takes=MergeCartDraft, answers=Cart))
    @requires("manage_orders")
    def merge(project_key: str, customer_id: str) -> Response:
        context, draft = my_context(project_key, sources), read(MergeCartDraft, body())
        context.resolve(draft)
        if current_store() and (anonymous := draft.anonymous_cart):
            load_or_refuse(carts, {"id": anonymous.id or ""}, context)
        if (cart := take_over(draft.of(customer_id), context)) is None:
            raise ResourceNotFound("an active cart")
        return answer(shown(carts, on_the_wire(stored(with_stock(cart, context))), context))

    @routes.before_app_request
    def of_customer_as_it_once_was() -> Response | None:
        """``GET /carts?customerId=…``: the path was made for it later, and clients remain that do not know it."""
        if request.endpoint != f"{carts.path}.query" or "customerId" not in request.args:
            return None
        found: Response = of_customer(customer_id=request.args["customerId"], **(request.view_args or {}))
        return found

    @routes.get("/me/active-cart")
    @routes.doc(**operation("Get my active cart", answers=Cart, asks="expand"))
    @requires("manage_my_orders")
    def my_current(project_key: str) -> Response:
        return answer(_current(project_key, mine(my_carts).within, my_context(project_key, sources)))

    @routes.post("/carts/replicate")
    @routes.doc(**REPLICATE)
    @requires("manage_orders")
    def replicate(project_key: str) -> Response:
        return _replicated(of_store(carts), my_context(project_key, sources))

    @routes.post("/me/carts/replicate")
    @routes.doc(**REPLICATE)
    @requires("manage_my_orders")
    def replicate_mine(project_key: str) -> Response:
        return _replicated(mine(my_carts).within, my_context(project_key, sources))

    return routes


def _replicated(within: Mapping[str, str], context: Context) -> Response:
    draft = read(ReplicaCartDraft, body())
    context.resolve(draft)
    made = replica(draft, within, context)
    insert(carts.type_id, made, ())
    return answer(shown(carts, on_the_wire(stored(with_stock(made, context))), context), 201)


def _current(project_key: str, owner: Any, context: Context) -> Json:
    """The cart that its owner filled last."""
    wanted = {"projectKey": project_key, **owner, **of_store(carts), **CURRENT, **ALIVE}
    found = collection_of(Cart).find_one(wanted, carts.public, sort=[("lastModifiedAt", DESCENDING)])
    if found is None:
        raise ResourceNotFound("an active cart")
    return shown(carts, on_the_wire(found), context)


COPIED = (
    "customer_id",
    "customer_group",
    "customer_email",
    "store",
    "anonymous_id",
    "country",
    "locale",
    "inventory_mode",
    "tax_mode",
    "tax_rounding_mode",
    "price_rounding_mode",
    "tax_calculation_mode",
    "shipping_address",
    "billing_address",
    "item_shipping_addresses",
    "shipping_mode",
    "shipping",
    "total_price",
    "line_items",
    "custom_line_items",
    "custom",
)


def replica(draft: ReplicaCartDraft, within: Mapping[str, str], context: Context) -> Cart:
    """The same things in a new cart, at the prices of today. ``within`` says which carts there are to copy."""
    original = load(Cart, context.project_key, _id=draft.reference.id, **within)
    if original is None:
        raise ReferencedResourceNotFound("cart", id=draft.reference.id)
    copy = Cart(**{name: deepcopy(getattr(original, name)) for name in COPIED})
    copy.key, copy.project_key = draft.key, context.project_key
    copy.created_at = copy.last_modified_at = context.now
    copy.created_by = copy.last_modified_by = context.actor
    for item in copy.items:
        old, item["id"] = item["id"], str(uuid4())
        item.pop("reservation", None)
        if old in original._tax_categories:
            copy._tax_categories |= {item["id"]: original._tax_categories[old]}
    check_limits([line for line in copy.line_items if not is_gift(line)], context, new=True)
    reprice(copy, copy.line_items, context)
    renew_rate(copy, context)
    if copy.tax_mode == "Platform":
        forget_tax_rates(copy)
    copy.settle(context)
    return copy
