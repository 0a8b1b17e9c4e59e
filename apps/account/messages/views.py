"""``/{projectKey}/messages``: only to be read.

https://docs.commercetools.com/api/projects/messages
"""

from collections.abc import Callable

from flask import Response, request
from flask_smorest import Blueprint

from apps.account.messages import messages
from apps.account.messages.document import StoredMessage
from apps.account.messages.expansion import Everywhere
from common.auth import requires
from common.errors import ResourceNotFound
from common.http.answers import answer, nothing
from common.http.expansion import expand
from common.http.query import exists, matching
from common.openapi.bodies import page_schema
from common.openapi.operations import LISTING, operation
from common.resources.collection import find_json
from common.resources.context import Context, Sources

may_view = requires(*messages.scopes.view)


def reading_messages(own: Callable[[], Sources]) -> Blueprint:
    """The routes; ``own`` is asked, once requests come, where account looks up its types."""
    views = Blueprint("messages", __name__, url_prefix="/<project_key>/messages")

    def context(project_key: str) -> Context:
        return Context(project_key, Everywhere(own()))

    @views.get("")
    @views.doc(**operation("Query messages", answers=page_schema(StoredMessage), asks=LISTING))
    @may_view
    def query(project_key: str) -> Response:
        if request.method == "HEAD":
            return nothing(200 if exists(messages, project_key, request.args) else 404)
        return answer(matching(messages, context(project_key), request.args))

    @views.get("/<id>")
    @views.doc(**operation("Get a message", answers=StoredMessage, asks="expand"))
    @may_view
    def one(project_key: str, id: str) -> Response:
        found = find_json(messages.document, project_key, _id=id)
        if found is None:
            raise ResourceNotFound(f"ID '{id}'")
        expand([found], request.args.getlist("expand"), context(project_key))
        return answer(found)

    return views
