"""``/{projectKey}/messages``: only to be read.

https://docs.commercetools.com/api/projects/messages
"""

from flask import Response, request
from flask_smorest import Blueprint

from apps.account.messages import messages
from common.auth import requires
from common.errors import ResourceNotFound
from common.http.answers import answer, nothing
from common.http.query import exists, matching
from common.openapi.bodies import page_schema
from common.openapi.operations import operation
from common.resources.collection import find_json
from common.resources.context import Context

views = Blueprint("messages", __name__, url_prefix="/<project_key>/messages")
may_view = requires(*messages.scopes.view)


@views.get("")
@views.doc(
    **operation(
        "Query messages", answers=page_schema(messages.document), asks="where sort expand limit offset withTotal"
    )
)
@may_view
def query(project_key: str) -> Response:
    if request.method == "HEAD":
        return nothing(200 if exists(messages, project_key, request.args) else 404)
    return answer(matching(messages, Context(project_key, {}), request.args))


@views.get("/<id>")
@views.doc(**operation("Get a message", answers=messages.document, asks="expand"))
@may_view
def one(project_key: str, id: str) -> Response:
    found = find_json(messages.document, project_key, _id=id)
    if found is None:
        raise ResourceNotFound(f"ID '{id}'")
    return answer(found)
