"""Refresh tokens: random, kept as a digest, each good for its own client only and until it was unused for too long.

The digest also names the family of the access tokens it gave, which are revoked with it.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pymongo.errors import DuplicateKeyError

from apps.account.collections import collection
from apps.account.oauth.clients import Client
from common.auth import Principal, Scopes
from common.errors import OAuthError

TOKEN_BYTES = 32


@dataclass(frozen=True)
class RefreshToken:
    family: str
    principal: Principal
    expires_at: datetime


def new_refresh_token(client: Client, principal: Principal) -> tuple[str, str]:
    """The token and its family. OAuthError if the anonymous session it is for has one already."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    family = _family(token)
    kept = {
        "_id": family,
        "projectKey": principal.project_key,
        "clientId": client.id,
        "scope": str(principal.scopes),
        "customerId": principal.customer_id,
        "anonymousId": principal.anonymous_id,
        "issuedAt": datetime.now(UTC),
        "expiresAt": _expiry(client),
    }
    try:
        collection("refresh_tokens").insert_one({name: value for name, value in kept.items() if value is not None})
    except DuplicateKeyError:
        raise OAuthError("invalid_request", "The given anonymous ID is already in use.") from None
    return token, family


def find(token: str) -> RefreshToken | None:
    """What the token stands for, if it is still good; whose it is, is for the caller to check."""
    kept = collection("refresh_tokens").find_one({"_id": _family(token), "expiresAt": {"$gt": datetime.now(UTC)}})
    if kept is None:
        return None
    principal = Principal(
        client_id=kept["clientId"],
        project_key=kept["projectKey"],
        scopes=Scopes.granted(kept["scope"]),
        customer_id=kept.get("customerId"),
        anonymous_id=kept.get("anonymousId"),
    )
    return RefreshToken(kept["_id"], principal, kept["expiresAt"])


def keep_alive(refresh: RefreshToken, client: Client) -> None:
    """Used: its time starts again."""
    collection("refresh_tokens").update_one({"_id": refresh.family}, {"$set": {"expiresAt": _expiry(client)}})


def forget(refresh: RefreshToken) -> None:
    collection("refresh_tokens").delete_one({"_id": refresh.family})


def _family(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()[:40]


def _expiry(client: Client) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=client.refresh_seconds)
