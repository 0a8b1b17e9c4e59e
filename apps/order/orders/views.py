"""Placing an order: the request starts a saga, waits for its end, and answers what came of it.

    POST /{projectKey}/orders                       201 the order, or the refusal of the step that said no
         Prefer: respond-async                      202 and a link to
    GET  /{projectKey}/orders/{id}/placement        202 under way, 200 the order, or the refusal

A request that is repeated while its saga is under way waits for the same one. Once that has ended, a
repetition gets the order only if nobody was told of it yet (the wait ran out, a connection broke): who was
told and asks again is refused, as the cart is ordered.

https://docs.commercetools.com/api/projects/orders#create-order-from-cart
"""

from dataclasses import replace
from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from apps.order.orders.document import Order
from apps.order.orders.draft import MyOrderFromCartDraft, OrderFromCartDraft
from apps.order.place_order import place_order
from apps.order.sagas import current_sagas
from common.auth.bearer import requires
from common.auth.stores import current_store
from common.contracts.checkout import PlaceOrder
from common.errors import InvalidJsonInput, ResourceNotFound
from common.http.answers import answer
from common.http.expansion import expand
from common.http.my_api import Sources, my_context, shopper
from common.http.requests import body
from common.openapi.operations import operation
from common.resources.collection import find_json
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.sagas.run import Run
from common.sagas.saga import Saga
from common.values.references import Reference
from common.wire import dump, read

Json = dict[str, Any]
RETRY_LATER = {"Retry-After": "1"}


def placing(sources: Sources) -> Blueprint:
    """The routes; ``sources`` is asked once requests come."""
    routes = Blueprint("placing orders", __name__, url_prefix="/<project_key>")

    @routes.post("/orders")
    @routes.doc(**operation("Place an order", takes=OrderFromCartDraft, answers=Order, status=201, asks="expand"))
    @requires("manage_orders")
    def place(project_key: str) -> Response:
        context = my_context(project_key, sources)
        return _placed(asked_for(read(OrderFromCartDraft, body()), context), context)

    @routes.post("/me/orders")
    @routes.doc(
        **operation("Place an order of my cart", takes=MyOrderFromCartDraft, answers=Order, status=201, asks="expand")
    )
    @requires("manage_my_orders")
    def place_mine(project_key: str) -> Response:
        context, owner = my_context(project_key, sources), shopper()
        draft = read(MyOrderFromCartDraft, body())
        asked = asked_for(OrderFromCartDraft(draft.version, draft.id), context)
        mine = replace(asked, customer_id=owner.get("customerId"), anonymous_id=owner.get("anonymousId"))
        return _placed(mine, context)

    @routes.get("/orders/<id>/placement")
    @routes.doc(**operation("Get what came of an order that took longer", answers=Order))
    @requires("view_orders", "manage_orders")
    def placement(project_key: str, id: str) -> Response:
        run = current_sagas().runs.find(id)
        if run is None or run.project_key != project_key or run.saga != place_order.name or not _is_here(run):
            raise ResourceNotFound(f"ID '{id}'")
        return come_of(run, my_context(project_key, sources), 200) if run.is_over else _under_way(run)

    return routes


def _is_here(run: Run) -> bool:
    """Asked for at this request's store, if it is about one."""
    return current_store() in (None, run.stored["given"].get("storeKey"))


def asked_for(draft: OrderFromCartDraft, context: Context) -> PlaceOrder:
    """The draft as the saga takes it: references resolved, custom fields checked."""
    cart = draft.cart or (Reference("cart", id=draft.id) if draft.id else None)
    if cart is None:
        raise InvalidJsonInput("cart: Missing required value")
    kept = replace(draft, cart=None, id=None)
    context.resolve(kept)
    json = dump(kept)
    del json["version"]
    if draft.custom:
        json["custom"] = custom_at_rest(draft.custom, "order", context)
    return PlaceOrder(
        draft.version,
        json,
        cart_id=cart.id,
        cart_key=cart.key,
        created_by=context.actor,
        store_key=current_store(),
    )


def begun(saga: Saga, project_key: str, asked: Any, join_key: str) -> Run:
    """The saga, under way; OverCapacity where as many are waited for as may."""
    sagas = current_sagas()
    with sagas.waiting.beginning():
        return sagas.runner.start(saga, project_key, asked, join_key)


def _placed(asked: PlaceOrder, context: Context) -> Response:
    sagas = current_sagas()
    join_key = f"{asked.cart_id or f'key={asked.cart_key}'}/{asked.cart_version}"
    run = begun(place_order, context.project_key, asked, join_key)
    if "respond-async" in request.headers.get("Prefer", ""):
        return _under_way(run)
    run = sagas.waiting.until_over(run.id)
    if run.refusal and (earlier := sagas.runs.done_but_untold(context.project_key, join_key)):
        run = run if sagas.waiting.was_told(earlier) else earlier
    return come_of(run, context, 201)


def come_of(run: Run, context: Context, status: int) -> Response:
    """The order that a saga which is over has brought about, or why there is none."""
    if run.refusal:
        response = answer(run.refusal, run.refusal["statusCode"])
        response.headers.update(RETRY_LATER if response.status_code == 503 else {})
        return response
    order = find_json(Order, context.project_key, _id=run.id)
    if order is None:  # placed, told, and deleted since
        raise ResourceNotFound(f"ID '{run.id}'")
    current_sagas().waiting.note_told(run)
    expand([order], request.args.getlist("expand"), context)
    return answer(order, status)


def _under_way(run: Run) -> Response:
    response = answer({"typeId": "order", "id": run.id}, 202)
    response.headers["Location"] = f"/{run.project_key}/orders/{run.id}/placement"
    response.headers.update(RETRY_LATER)
    return response
