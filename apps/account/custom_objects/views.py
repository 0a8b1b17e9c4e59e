"""``/{projectKey}/custom-objects/{container}/{key}``.

https://docs.commercetools.com/api/projects/custom-objects
"""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, request
from flask_smorest import Blueprint

from apps.account.custom_objects import custom_objects
from apps.account.custom_objects.document import CustomObject
from apps.account.custom_objects.draft import CustomObjectDraft
from apps.account.custom_objects.life import put, remove, require_object
from apps.account.messages.expansion import Everywhere
from common.auth import requires
from common.http.answers import answer, nothing
from common.http.expansion import expand
from common.http.query import exists, matching
from common.http.requests import body, data_erasure_in_query, of_client, version_in_query
from common.http.views import View
from common.openapi.bodies import page_schema
from common.openapi.operations import LISTING, operation
from common.resources.context import Context, Sources
from common.resources.document import on_the_wire, stored
from common.wire import read

scopes = custom_objects.scopes
may_view, may_manage = requires(*scopes.view, *scopes.manage), requires(*scopes.manage)
PAGE = page_schema(CustomObject)


def custom_object_routes(sources: Callable[[], Sources]) -> Blueprint:
    """``sources`` is asked once requests come."""
    routes = Blueprint("custom-objects", __name__, url_prefix="/<project_key>/custom-objects")

    def listed(project_key: str, within: Mapping[str, Any]) -> Response:
        view = View(
            document=CustomObject,
            shape=custom_objects.shape,
            public=custom_objects.public,
            within=within,
            seen=on_the_wire,
        )
        if request.method == "HEAD":
            return nothing(200 if exists(view, project_key, request.args) else 404)
        return answer(matching(view, of_client(project_key, Everywhere(sources())), request.args))

    @routes.get("")
    @routes.doc(**operation("Query custom objects", answers=PAGE, asks=LISTING))
    @may_view
    def query(project_key: str) -> Response:
        return listed(project_key, {})

    @routes.post("")
    @routes.doc(**operation("Write a custom object", takes=CustomObjectDraft, answers=CustomObject, asks="expand"))
    @may_manage
    def write(project_key: str) -> Response:
        context = of_client(project_key, Everywhere(sources()))
        made, is_new = put(read(CustomObjectDraft, body()), context)
        return _shown(made, context, 201 if is_new else 200)

    @routes.get("/<container>")
    @routes.doc(**operation("Query custom objects of a container", answers=PAGE, asks=LISTING))
    @may_view
    def query_container(project_key: str, container: str) -> Response:
        return listed(project_key, {"container": container})

    @routes.get("/<container>/<key>")
    @routes.doc(**operation("Get a custom object", answers=CustomObject, asks="expand"))
    @may_view
    def get(project_key: str, container: str, key: str) -> Response:
        return _shown(require_object(project_key, container, key), of_client(project_key, Everywhere(sources())))

    @routes.delete("/<container>/<key>")
    @routes.doc(**operation("Delete a custom object", answers=CustomObject, asks="expand"))
    @may_manage
    def delete(project_key: str, container: str, key: str) -> Response:
        context = of_client(project_key, Everywhere(sources()))
        version = version_in_query() if "version" in request.args else None
        found = require_object(project_key, container, key)
        return _shown(remove(found, version, data_erasure_in_query()), context)

    return routes


def _shown(found: CustomObject, context: Context, status: int = 200) -> Response:
    json = on_the_wire(stored(found))
    expand([json], request.args.getlist("expand"), context)
    return answer(json, status)
