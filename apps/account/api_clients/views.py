"""``/{projectKey}/api-clients``, for clients that may manage clients, and for the project's people.

Somebody has to make the first client: who is signed in and a member of the project needs no token here.

https://docs.commercetools.com/api/projects/api-clients
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import Response, request
from flask_smorest import Blueprint

from apps.account.api_clients import api_clients
from apps.account.api_clients.document import ApiClient, as_seen
from apps.account.api_clients.life import end_client, new_client
from apps.account.projects.membership import visible_project
from apps.account.users.sessions import current_user
from common.auth import authorise
from common.auth.bearer import described
from common.errors import ResourceNotFound
from common.http.answers import answer, nothing
from common.http.query import exists, matching
from common.http.requests import body
from common.openapi.bodies import page_schema
from common.openapi.operations import operation
from common.resources.collection import find_json
from common.resources.context import Context

P = ParamSpec("P")
R = TypeVar("R")

views = Blueprint("api-clients", __name__, url_prefix="/<project_key>/api-clients")


def for_clients_or_members(*permissions: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Serve tokens that hold a permission; without any token, who is signed in and a member of the project."""

    def guarded(view: Callable[P, R]) -> Callable[P, R]:
        @described(*permissions)
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            if "Authorization" in request.headers:
                authorise(*permissions)
            else:
                visible_project((request.view_args or {})["project_key"], current_user())
            return view(*args, **kwargs)

        return checked

    return guarded


may_view = for_clients_or_members(*api_clients.scopes.view)
may_manage = for_clients_or_members(*api_clients.scopes.manage)


@views.get("")
@views.doc(**operation("Query api-clients", answers=page_schema(ApiClient), asks="where sort limit offset withTotal"))
@may_view
def query(project_key: str) -> Response:
    if request.method == "HEAD":
        return nothing(200 if exists(api_clients, project_key, request.args) else 404)
    page = matching(api_clients, Context(project_key, {}), request.args)
    return answer(page | {"results": [as_seen(client) for client in page["results"]]})


@views.post("")
@views.doc(
    **operation(
        "Create an API client; its secret is shown this once", takes=api_clients.draft, answers=ApiClient, status=201
    )
)
@may_manage
def create(project_key: str) -> Response:
    return answer(new_client(body(), project_key), 201)


@views.get("/<id>")
@views.doc(**operation("Get an API client", answers=ApiClient))
@may_view
def one(project_key: str, id: str) -> Response:
    found = find_json(ApiClient, project_key, _id=id)
    if found is None:
        raise ResourceNotFound(f"ID '{id}'")
    return answer(as_seen(found))


@views.delete("/<id>")
@views.doc(**operation("Delete an API client, and end its tokens", answers=ApiClient))
@may_manage
def delete(project_key: str, id: str) -> Response:
    return answer(end_client(project_key, id))
