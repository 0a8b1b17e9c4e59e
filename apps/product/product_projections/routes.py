"""GET and HEAD of product projections, by id, by key, by query."""

from collections.abc import Callable

from flask import Response, request
from flask_smorest import Blueprint

from apps.product.product_projections import views
from apps.product.product_projections.seen import ProductProjection
from common.auth.bearer import authorise
from common.http.answers import answer, nothing
from common.http.paging import truth
from common.http.query import exists, matching
from common.http.resource_api import identity_at_rest, not_found, shown
from common.http.views import View
from common.openapi.bodies import page_schema
from common.openapi.operations import LISTING, operation
from common.resources.context import Context, Sources

VIEW = ("view_published_products", "view_products")


def projecting(sources: Callable[[], Sources]) -> Blueprint:
    routes = Blueprint("product-projections", __name__, url_prefix="/<project_key>/product-projections")

    @routes.get("")
    @routes.doc(
        **operation(
            "Query product-projections",
            answers=page_schema(ProductProjection),
            asks=LISTING,
            needs=VIEW,
        )
    )
    def query(project_key: str) -> Response:
        view = _view_for_this_request()
        if request.method == "HEAD":
            return nothing(200 if exists(view, project_key, request.args) else 404)
        return answer(matching(view, Context(project_key, sources()), request.args))

    @routes.get("/<id>")
    @routes.get("/key=<key>")
    @routes.doc(**operation("Get a product projection", answers=ProductProjection, asks="expand", needs=VIEW))
    def get(project_key: str, **identity: str) -> Response:
        view = _view_for_this_request()
        found = view.find(project_key, **identity_at_rest(identity))
        if found is None:
            raise not_found(identity)
        return answer(shown(view, found, Context(project_key, sources())))

    return routes


def _view_for_this_request() -> View:
    """What is not published yet is for those alone who may see products as such."""
    if truth(request.args, "staged", False):
        authorise("view_products")
        return views.staged
    authorise(*VIEW)
    return views.current
