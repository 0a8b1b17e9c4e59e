"""``/{projectKey}/me/…``: the endpoints of a resource for the shopper that the token names, and only what is theirs.

The card is one of its own: a shopper may do less than a merchant (set no price, for instance).

https://docs.commercetools.com/api/projects/me-carts
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from common.auth.bearer import current_principal, requires
from common.errors import InvalidOperation
from common.http.answers import answer, nothing
from common.http.in_store import of_store, put_into_store
from common.http.query import exists, matching
from common.http.requests import body, of_client, version_in_query
from common.http.resource_api import (
    change_resource,
    create_resource,
    delete_resource,
    identity_at_rest,
    not_found,
    shown,
)
from common.http.views import View
from common.openapi.operations import Usual
from common.resources.card import ResourceType
from common.resources.context import Context, Source
from common.resources.document import Resource, on_the_wire, stored
from common.wire.json import Json

Sources = Callable[[], Mapping[str, Source]]


def my_api(card: ResourceType[Any], sources: Sources) -> Blueprint:
    """Its routes below ``/{projectKey}/{path}``; ``sources`` is asked once requests come."""
    routes = Blueprint(card.path, __name__, url_prefix=f"/<project_key>/{card.path}")
    usual = Usual(card, "My")
    may_view, may_manage = requires(*card.scopes.view, *card.scopes.manage), requires(*card.scopes.manage)

    @routes.get("")
    @routes.doc(**usual.query)
    @may_view
    def query(project_key: str) -> Response:
        if request.method == "HEAD":
            return nothing(200 if exists(mine(card), project_key, request.args) else 404)
        return answer(matching(mine(card), my_context(project_key, sources), request.args))

    def create(project_key: str) -> Response:
        shopper()  # or it would be nobody's: no /me could ever show it
        context = my_context(project_key, sources)
        return answer(_shown(create_resource(card, put_into_store(card, body()), context), context), 201)

    if card.creates:
        routes.post("")(routes.doc(**usual.create)(may_manage(create)))

    def get(project_key: str, **identity: str) -> Response:
        return answer(shown(card, _found(project_key, identity), my_context(project_key, sources)))

    def change(project_key: str, **identity: str) -> Response:
        _found(project_key, identity)
        context = my_context(project_key, sources)
        return answer(_shown(change_resource(card, identity, body(), context), context))

    def delete(project_key: str, **identity: str) -> Response:
        _found(project_key, identity)
        context = my_context(project_key, sources)
        return answer(_shown(delete_resource(card, identity, version_in_query(), context), context))

    def _found(project_key: str, identity: dict[str, str]) -> Json:
        """What is not theirs is not there."""
        found = mine(card).find(project_key, **identity_at_rest(identity))
        if found is None:
            raise not_found(identity)
        return found

    def _shown(resource: Resource, context: Context) -> Json:
        return shown(card, on_the_wire(stored(resource)), context)

    # A shopper names what is theirs by id, and by a key only where the card says so.
    for by, path in {"id": "/<id>", **{name: f"/{name}=<{name}>" for name in card.also_named}}.items():
        routes.get(path, endpoint=f"get_by_{by}")(routes.doc(**usual.get)(may_view(get)))
        if card.actions.declared:  # what shoppers may not change they may not delete either
            routes.post(path, endpoint=f"change_by_{by}")(routes.doc(**usual.change)(may_manage(change)))
            routes.delete(path, endpoint=f"delete_by_{by}")(routes.doc(**usual.delete)(may_manage(delete)))
    return routes


def mine(card: ResourceType[Any], **within: Any) -> View:
    """The shopper's own resources."""
    return View(
        document=card.document,
        shape=card.shape,
        public=card.public,
        within=shopper(card.customer_path) | of_store(card) | within,
        seen=on_the_wire,
        present=card.present,
    )


def shopper(customer_path: str = "customerId") -> dict[str, str]:
    """Who owns what is theirs, as at rest; InvalidOperation for a token that speaks for no shopper."""
    principal = current_principal()
    if principal.customer_id is not None:
        return {customer_path: principal.customer_id}
    if principal.anonymous_id is not None:
        return {"anonymousId": principal.anonymous_id}
    raise InvalidOperation("This token speaks for no customer and for no anonymous session.")


def my_context(project_key: str, sources: Sources) -> Context:
    return of_client(project_key, sources())
