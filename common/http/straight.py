"""The straight way of the request that shops make most: ``GET /{projectKey}/{path}/{id}``, without parameters.

It is answered before Flask, whose routing, contexts and hooks take twice what the query takes
(docs/adr/0005-reads-before-flask.md). Nothing is decided here that is not decided by the same code for every request,
and whatever is not a success is said by Flask: what went wrong is handed on, and raised there.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from flask import Flask, request
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.wsgi import get_path_info

from common.auth.bearer import EXTENSION as BEARER
from common.auth.tokens import Verifier
from common.http.browsers import ANY_ORIGIN, SECURED
from common.http.resource_api import not_found
from common.observability.requests import EXTENSION as WATCH
from common.observability.requests import WATCHED, Watch
from common.observability.trail import CORRELATION_ID
from common.replicas import doubt
from common.resources.card import ResourceType
from common.resources.collection import find_json
from common.resources.context import Context
from common.service import Service
from common.wire.json import to_bytes

BY_ID = re.compile(r"/([^/]+)/([^/]+)/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})")
PROBLEM = "ms-commerce.problem"
"""Where a request's environ holds what went wrong before Flask."""
NO_ARGUMENTS = ImmutableMultiDict[str, str]()
HEADERS = [("Content-Type", "application/json"), *SECURED.items(), *ANY_ORIGIN.items()]

Environ = dict[str, Any]


def install(app: Flask, service: Service) -> None:
    app.wsgi_app = Straight(app, service)  # type: ignore[method-assign]  # as Flask's own pages do it

    @app.before_request
    def known_already() -> None:
        if problem := request.environ.get(PROBLEM):
            raise problem


@dataclass(frozen=True)
class Asked:
    """One resource, and who may see it."""

    card: ResourceType[Any]
    id: str
    context: Context

    def json(self) -> bytes:
        doubt.begin()
        found = find_json(self.card.document, self.context.project_key, _id=self.id)
        if found is None:
            raise not_found({"id": self.id})
        self.card.present([found], NO_ARGUMENTS, self.context)
        return to_bytes(found)


class Straight:
    """The app of a service, and before it the straight way."""

    def __init__(self, app: Flask, service: Service) -> None:
        self._inner = app.wsgi_app
        self._verifier: Verifier = app.extensions[BEARER]
        self._watch: Watch = app.extensions[WATCH]
        self._cards = {card.path: card for card in service.resources}
        self._sources = service.sources

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        asked = self._asked(environ)
        if asked is None:
            return self._inner(environ, start_response)
        rule = f"/<project_key>/{asked.card.path}/<id>"
        watched = self._watch.begin(environ, environ["PATH_INFO"], rule, asked.context.project_key)
        try:
            body = asked.json()
        except Exception as problem:  # Flask's handlers know what to make of it
            return self._inner(environ | {PROBLEM: problem, WATCHED: watched}, start_response)
        self._watch.answered(watched, 200, len(body))
        own = [("Content-Length", str(len(body))), (CORRELATION_ID, watched.correlation_id)]
        start_response("200 OK", [*HEADERS, *own])
        watched.leave()
        return [body]

    def _asked(self, environ: Environ) -> Asked | None:
        """None unless it is the plain case, asked by who was let in a moment ago."""
        if environ["REQUEST_METHOD"] != "GET" or environ.get("QUERY_STRING") or _has_body(environ):
            return None
        path = BY_ID.fullmatch(get_path_info(environ))
        if path is None or path[2] not in self._cards:
            return None
        project_key, card, id = path[1], self._cards[path[2]], path[3]
        scheme, _, word = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        token = self._verifier.believed(word.strip()) if scheme.lower() == "bearer" else None
        if token is None:
            return None
        client = token.principal
        if client.project_key != project_key or not client.may(*card.scopes.view, *card.scopes.manage):
            return None
        return Asked(card, id, Context(project_key, self._sources, actor=client.as_author(), may=client.may))


def _has_body(environ: Environ) -> bool:
    return environ.get("CONTENT_LENGTH") not in (None, "", "0") or "HTTP_TRANSFER_ENCODING" in environ
