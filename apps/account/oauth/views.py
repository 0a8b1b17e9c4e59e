"""``/oauth/…``: the authorization server's endpoints.

Parameters may stand in the form or the address, as with commercetools; a client's secret only in the form.

https://docs.commercetools.com/api/authorization
"""

from typing import Any

from flask import Response, current_app, request
from flask_smorest import Blueprint

from apps.account.oauth import grants, refresh_tokens
from apps.account.oauth.clients import Client, calling_client
from apps.account.oauth.customers import CustomersOverHttp
from apps.account.oauth.revocation import revoke
from apps.account.oauth.signing_keys import keys_of_this_app
from common.auth.bearer import EXTENSION
from common.auth.tokens import Token, Verifier
from common.errors import InsufficientScope, InvalidClient, InvalidToken, OAuthError
from common.http.answers import answer, nothing
from common.openapi.operations import operation

MAX_BODY_BYTES = 64 * 1024

oauth = Blueprint("oauth", __name__, url_prefix="/oauth")


@oauth.before_request
def small() -> None:
    request.max_content_length = MAX_BODY_BYTES


@oauth.get("/.well-known/jwks.json")
@oauth.doc(**operation("Get the keys that tokens are verified with"))
def published_keys() -> Response:
    return answer(keys_of_this_app().published())


@oauth.post("/token")
@oauth.doc(**operation("Get a token for an API client"))
def token() -> Response:
    client = calling_client()
    match _grant_type():
        case "client_credentials":
            return answer(grants.client_credentials(client, request.values))
        case "refresh_token":
            return answer(grants.refresh(client, request.values))
        case other:
            raise _unsupported(other)


@oauth.post("/<project_key>/customers/token")
@oauth.post("/<project_key>/in-store/key=<store_key>/customers/token", endpoint="in_store_token")
@oauth.doc(**operation("Get a token for a customer, by password"))
def customer_token(project_key: str, store_key: str | None = None) -> Response:
    client = _client_of(project_key)
    if (given := _grant_type()) != "password":
        raise _unsupported(given)
    return answer(grants.password(client, request.values, CustomersOverHttp(), store_key))


@oauth.post("/<project_key>/anonymous/token")
@oauth.doc(**operation("Get a token for an anonymous session"))
def anonymous_token(project_key: str) -> Response:
    client = _client_of(project_key)
    if (given := _grant_type()) != "client_credentials":
        raise _unsupported(given)
    return answer(grants.anonymous(client, request.values))


@oauth.post("/introspect")
@oauth.doc(**operation("Ask what a token stands for"))
def introspect() -> Response:
    """What a token stands for: one's own or, with a permission, any of the project; all others are not active."""
    client = calling_client()
    shown = grants.required(request.values, "token")
    if (found := _access_token(shown)) is not None:
        principal, expires_at = found.principal, found.expires_at
    elif (refresh := refresh_tokens.find(shown)) is not None:
        principal, expires_at = refresh.principal, int(refresh.expires_at.timestamp())
    else:
        return answer({"active": False})
    if principal.project_key != client.project_key:
        return answer({"active": False})
    if principal.client_id != client.id and not client.scopes.allow("introspect_oauth_tokens", client.project_key):
        raise InsufficientScope((f"introspect_oauth_tokens:{client.project_key}",))
    said: dict[str, Any] = {
        "active": True,
        "scope": principal.scope,
        "exp": expires_at,
        "client_id": principal.client_id,
    }
    return answer(said)


@oauth.post("/token/revoke")
@oauth.doc(**operation("End a token"))
def revoke_token() -> Response:
    """End an access token, or a refresh token with all it gave. A token that is unknown, or ended, is no error."""
    client = calling_client()
    shown = grants.required(request.values, "token")
    if (found := _access_token(shown)) is not None:
        _only_own(client, found.principal.client_id)
        revoke(client.project_key, found.id)
    elif (refresh := refresh_tokens.find(shown)) is not None:
        _only_own(client, refresh.principal.client_id)
        refresh_tokens.forget(refresh)
        revoke(client.project_key, refresh.family)
    return nothing()


def _client_of(project_key: str) -> Client:
    client = calling_client()
    if client.project_key != project_key:
        raise InvalidClient
    return client


def _grant_type() -> str:
    return grants.required(request.values, "grant_type")


def _unsupported(grant_type: str) -> OAuthError:
    named = grant_type[:50]
    return OAuthError("unsupported_grant_type", f"Invalid parameter: grant_type: Invalid grant type: {named}.")


def _access_token(shown: str) -> Token | None:
    verifier: Verifier = current_app.extensions[EXTENSION]
    try:
        return verifier.verify(shown, believed_seconds=0)
    except InvalidToken:
        return None


def _only_own(client: Client, id: str) -> None:
    if client.id != id:
        raise OAuthError("invalid_request", "The token was given to another client.")
