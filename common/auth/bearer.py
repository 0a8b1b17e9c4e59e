"""Who may call a view: ``@requires("view_categories", "view_products")`` on views below ``/<project_key>/…``.

flask-jwt-extended's own decorator re-reads the raw header and answers 422, so this is ours.

https://docs.commercetools.com/api/authorization
"""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from flask import current_app, g, request
from flask_smorest import Blueprint

from common.auth.principal import Principal
from common.auth.scopes import NAMES
from common.auth.stores import current_store
from common.auth.tokens import Verifier
from common.errors import InsufficientScope, InvalidToken

P = ParamSpec("P")
R = TypeVar("R")

EXTENSION = "ms-commerce-bearer"


def requires(*names: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Serve tokens that hold one of these permissions in the project (and store) of the path.

    No token or a bad one is 401 ``invalid_token``; a good one without the permission, or of another project,
    is 403 ``insufficient_scope``. An unknown name is a ValueError at import.
    """
    if not names or (unknown := set(names) - NAMES):
        raise ValueError(f"no such permission: {', '.join(sorted(unknown)) if names else 'none given'}")

    def guarded(view: Callable[P, R]) -> Callable[P, R]:
        @described(*names)
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            authorise(*names)
            return view(*args, **kwargs)

        return checked

    return guarded


def described(*names: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """OpenAPI's word for it: any one of these permissions will do."""
    say: Callable[[Callable[P, R]], Callable[P, R]] = Blueprint.doc(security=[{"oauth2": [name]} for name in names])
    return say


def authorise(*names: str) -> Principal:
    """The check of ``@requires`` for a view that knows its permissions only when called."""
    principal = _authenticated()
    project_key, store_key = (request.view_args or {})["project_key"], current_store()
    if principal.project_key != project_key or not principal.may(*names, store_key=store_key):
        raise InsufficientScope(tuple(f"{name}:{project_key}" for name in dict.fromkeys(names)))
    g.principal = principal
    return principal


def current_principal() -> Principal:
    """Who is asking, inside a view that ``@requires`` something; InvalidToken elsewhere."""
    principal: Principal | None = g.get("principal")
    if principal is None:
        raise InvalidToken
    return principal


def _authenticated() -> Principal:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise InvalidToken
    verifier: Verifier = current_app.extensions[EXTENSION]
    return verifier.verify(token.strip()).principal
