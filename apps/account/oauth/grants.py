"""What a client gets for what it shows: the flows, each a function from a request's parameters to a token response."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

from apps.account.oauth import refresh_tokens
from apps.account.oauth.clients import Client
from apps.account.oauth.customers import Customers
from common.auth import Principal, Scopes
from common.auth.attempts import Limit, caller_address
from common.auth.tokens import issue
from common.errors import InsufficientScope, OAuthError

Parameters = Mapping[str, str]

OF_ONE_CUSTOMER = Limit("account", "customer", failures=10, window_seconds=300)

ANONYMOUS_ID = re.compile(r"[A-Za-z0-9_.~@-]{1,256}\Z")


def client_credentials(client: Client, given: Parameters) -> dict[str, Any]:
    """For the client itself."""
    return _response(client, Principal(client.id, client.project_key, _scopes(client, given)))


def anonymous(client: Client, given: Parameters) -> dict[str, Any]:
    """For a shopper nobody knows, under an id of the client's choice or a new one."""
    if not client.scopes.allow("create_anonymous_token", client.project_key):
        raise InsufficientScope((f"create_anonymous_token:{client.project_key}",))
    anonymous_id = given.get("anonymous_id") or str(uuid4())
    if not ANONYMOUS_ID.match(anonymous_id):
        raise OAuthError("invalid_request", "Malformed parameter: anonymous_id.")
    scopes = _scopes(client, given)
    return _lasting(client, Principal(client.id, client.project_key, scopes, anonymous_id=anonymous_id))


def password(client: Client, given: Parameters, customers: Customers, store_key: str | None = None) -> dict[str, Any]:
    """For a customer who shows email address and password."""
    email, secret = required(given, "username"), required(given, "password")
    scopes = _scopes(client, given)
    guessed = (client.project_key, email.casefold(), caller_address())
    OF_ONE_CUSTOMER.check(*guessed)
    customer_id = customers.who(client.project_key, email, secret, store_key)
    if customer_id is None:
        OF_ONE_CUSTOMER.failed(*guessed)
        raise OAuthError(
            "invalid_customer_account_credentials", "Customer account with the given credentials not found."
        )
    return _lasting(client, Principal(client.id, client.project_key, scopes, customer_id=customer_id))


def refresh(client: Client, given: Parameters) -> dict[str, Any]:
    """A new access token for whom the old one was; with fewer scopes, if so asked, never with more."""
    token = required(given, "refresh_token")
    found = refresh_tokens.find(token)
    if found is None or found.principal.client_id != client.id:
        raise OAuthError("invalid_grant", "The refresh token was not found. It may have expired.")
    was = found.principal
    # The client may have fewer scopes only by being another client, but a deleted one cannot get here.
    scopes = _asked(client, given).within(was.scopes) if given.get("scope") else was.scopes
    principal = Principal(client.id, client.project_key, scopes, was.customer_id, was.anonymous_id)
    refresh_tokens.keep_alive(found, client)
    return _response(client, principal, found.family) | {"refresh_token": token}


def required(given: Parameters, name: str) -> str:
    if not (value := given.get(name)):
        raise OAuthError("invalid_request", f"Missing required parameter: {name}.")
    return value


def _scopes(client: Client, given: Parameters) -> Scopes:
    """What was asked for, if the client has it; everything it has, if nothing was."""
    return _asked(client, given).within(client.scopes) if given.get("scope") else client.scopes


def _asked(client: Client, given: Parameters) -> Scopes:
    return Scopes.asked_for(given["scope"], client.project_key)


def _lasting(client: Client, principal: Principal) -> dict[str, Any]:
    token, family = refresh_tokens.new_refresh_token(client, principal)
    return _response(client, principal, family) | {"refresh_token": token}


def _response(client: Client, principal: Principal, family: str | None = None) -> dict[str, Any]:
    seconds = client.access_seconds_left()
    return {
        "access_token": issue(principal, seconds, family),
        "expires_in": int(seconds),
        "scope": principal.scope,
        "token_type": "Bearer",
    }
