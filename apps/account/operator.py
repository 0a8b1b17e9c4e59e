"""What whoever installed this may do without an account: make a project and a first API client for it.

``ms-commerce run`` makes its demo project so. An internal route: the gateway does not serve it, and it wants the
installation's own token.
"""

from dataclasses import dataclass

from flask import Response
from flask_smorest import Blueprint

from apps.account.api_clients.life import new_client
from apps.account.projects.life import OPERATOR, exists, new_project
from common.auth import internal_only
from common.http.answers import answer
from common.http.requests import body
from common.wire import read
from common.wire.json import Json

operator = Blueprint("operator", __name__, url_prefix="/internal")


@dataclass(frozen=True)
class FirstClient:
    """``project`` is the draft of a project, which is made if it does not exist."""

    project: Json
    client: Json


@operator.post("/api-clients")
@internal_only
def first_client() -> Response:
    """The client, with its secret."""
    wanted = read(FirstClient, body())
    key = wanted.project.get("key")
    if not isinstance(key, str) or not exists(key):
        key = new_project(wanted.project, OPERATOR)["key"]
    return answer(new_client(wanted.client, key), 201)
