"""Which ways of shipping there are for a cart, or to a place.

https://docs.commercetools.com/api/projects/shippingMethods#get-matching-shippingmethods-for-a-cart
"""

from collections.abc import Iterable

from flask import Response, request
from flask_smorest import Blueprint

from apps.cart.carts import carts
from apps.cart.carts.document import Cart
from apps.cart.carts.shipping import shipment_for
from apps.cart.shipping_methods import shipping_methods
from apps.cart.shipping_methods.document import ShippingMethod
from apps.cart.shipping_methods.eligibility import suits_cart, suits_store
from apps.cart.shipping_methods.matching import Place, marked, methods_at, rate_at, zones_at
from common.auth.bearer import requires
from common.errors import InvalidInput, InvalidOperation, ResourceNotFound
from common.http.answers import answer, nothing
from common.http.expansion import expand
from common.http.in_store import of_store
from common.http.my_api import Sources, my_context
from common.openapi.bodies import page_schema
from common.openapi.operations import operation
from common.resources.collection import load
from common.resources.context import Context
from common.wire.json import Json

MOST = 500
PAGE = page_schema(ShippingMethod)


def matching_routes(sources: Sources) -> Blueprint:
    """``sources`` is asked once requests come."""
    routes = Blueprint("matching shipping methods", __name__, url_prefix="/<project_key>/shipping-methods")
    may_view = requires(*shipping_methods.scopes.view, *shipping_methods.scopes.manage)

    @routes.get("/matching-location")
    @routes.doc(**operation("Get shipping methods for a place", answers=PAGE, asks="country state currency expand"))
    @may_view
    def for_place(project_key: str) -> Response:
        zones = zones_at(project_key, _place_asked())
        open_to_all = (method for method in methods_at(project_key, zones) if "predicate" not in method)
        found = [
            marked(method, rate)
            for method in open_to_all
            if (rate := rate_at(method, zones, request.args.get("currency"))) is not None
        ]
        return _page(found, my_context(project_key, sources))

    @routes.get("/matching-cart")
    @routes.doc(**operation("Get shipping methods for a cart", answers=PAGE, asks="cartId expand"))
    @may_view
    def for_cart(project_key: str) -> Response:
        context = my_context(project_key, sources)
        cart = _cart_asked(context)
        if cart.shipping_address is None:
            raise InvalidOperation(f"The cart '{cart.id}' has no shipping address.")
        return _page(_matching(cart, Place.of(cart.shipping_address), context), context)

    @routes.get("/matching-cart-location")
    @routes.doc(
        **operation("Get shipping methods for a cart and place", answers=PAGE, asks="cartId country state expand")
    )
    @may_view
    def for_cart_at_place(project_key: str) -> Response:
        context = my_context(project_key, sources)
        return _page(_matching(_cart_asked(context), _place_asked(), context), context)

    return routes


def _matching(cart: Cart, place: Place, context: Context) -> Iterable[Json]:
    zones = zones_at(context.project_key, place)
    for method in methods_at(context.project_key, zones):
        rate = rate_at(method, zones, cart.currency_code)
        if rate is not None and suits_store(method, cart) and suits_cart(method, cart, context):
            yield marked(method, rate, shipment_for(cart, rate, context))


def _cart_asked(context: Context) -> Cart:
    cart = load(Cart, context.project_key, _id=_asked("cartId"), **of_store(carts))
    if cart is None:
        raise ResourceNotFound(f"ID '{request.args['cartId']}'")
    return cart


def _place_asked() -> Place:
    return Place(_asked("country"), request.args.get("state"))


def _asked(parameter: str) -> str:
    if not (value := request.args.get(parameter)):
        raise InvalidInput(f"Missing required query parameter: {parameter}")
    return value


def _page(methods: Iterable[Json], context: Context) -> Response:
    results = list(methods)
    if request.method == "HEAD":
        return nothing(200 if results else 404)
    expand(results, request.args.getlist("expand"), context)
    return answer({"limit": MOST, "offset": 0, "count": len(results), "total": len(results), "results": results})
