"""``/{projectKey}/in-store/key={storeKey}/…``: the same resources, of one store only; one rule, no other routes.

The path loses its store before a route is chosen, and the request remembers it: the token must hold its permission
for the project or for this store, and cards that say where they keep their store (``of_store``) show, change and make
only what is there. A blueprint that knows nothing of stores has no such paths.

https://docs.commercetools.com/api/projects/stores
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask, request
from werkzeug.wsgi import get_path_info

from common.auth.stores import ENVIRON, current_store
from common.errors import UriNotFound
from common.http.views import is_within
from common.resources.card import ResourceType
from common.wire.json import Json

IN_STORE = re.compile(r"(/[^/]+)/in-store/key=([A-Za-z0-9_-]{2,256})(/.+)")

ASKED = "ms-commerce.asked-path"
"""The path as it was asked for, where that differs from the one that chooses the route."""

Wsgi = Callable[[Any, Any], Iterable[bytes]]


def install(app: Flask, blueprints: Iterable[str]) -> None:
    """``blueprints`` are the names of those that obey ``current_store``."""
    known = frozenset(blueprints)
    app.wsgi_app = Shortened(app.wsgi_app)  # type: ignore[method-assign]  # as Flask's own pages do it

    @app.before_request
    def only_what_knows_stores() -> None:
        if request.routing_exception is not None:
            return  # no such path or method at all, which Flask says itself
        if current_store() is not None and request.blueprint not in known:
            raise UriNotFound(asked_path())


def asked_path() -> str:
    """What a refusal names: the path with its store."""
    asked: str = request.environ.get(ASKED, request.path)
    return asked


class Shortened:
    def __init__(self, inner: Wsgi) -> None:
        self.inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if found := IN_STORE.fullmatch(get_path_info(environ)):
            path = (found[1] + found[3]).encode().decode("latin-1")  # as WSGI has it
            environ = environ | {"PATH_INFO": path, ENVIRON: found[2], ASKED: get_path_info(environ)}
        return self.inner(environ, start_response)


def of_store(card: ResourceType[Any]) -> dict[str, str]:
    """The filter for what belongs to the request's store; empty where it is about no store."""
    key = current_store()
    return {f"{card.of_store}.key": key} if key and card.of_store else {}


def is_here(card: ResourceType[Any], row: Json) -> bool:
    """Whether a row, at rest, may be met by this request: of its store, or at home in every store."""
    everywhere = card.of_every_store and card.of_store is not None and not row.get(card.of_store)
    return everywhere or is_within(row, of_store(card))


def put_into_store(card: ResourceType[Any], given: Any) -> Any:
    """A draft's body, with the request's store in it; what may have several keeps those that it names."""
    key = current_store()
    if key is None or not card.of_store or not isinstance(given, dict):
        return given
    reference: Json = {"typeId": "store", "key": key}
    if card.of_store == "stores":
        return {**given, "stores": [reference, *_named(given.get("stores"))]}
    return {**given, "store": reference}


def _named(stores: Any) -> list[Any]:
    """What a body says of stores; if that is no list, something for its reader to refuse."""
    return stores if isinstance(stores, list) else [stores] if stores is not None else []
