"""Which API client calls the token endpoints: HTTP Basic authentication, or id and secret in the form."""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import request

from apps.account.api_clients.document import ApiClient, digest, is_secret, new_secret
from apps.account.api_clients.draft import ACCESS_SECONDS, REFRESH_SECONDS
from apps.account.projects.life import exists
from common.auth import Scopes
from common.auth.attempts import Limit, caller_address
from common.errors import InvalidClient
from common.resources.collection import ALIVE
from common.resources.document import collection_of
from common.wire.json import Json
from common.wire.times import as_time

OF_ONE_CLIENT = Limit("account", "client", failures=20, window_seconds=60)
OF_ONE_ADDRESS = Limit("account", "client-address", failures=200, window_seconds=60)

_NOBODYS = digest(new_secret())


@dataclass(frozen=True)
class Client:
    """An authenticated API client."""

    id: str
    project_key: str
    scopes: Scopes
    access_seconds: int
    refresh_seconds: int
    delete_at: datetime | None

    def access_seconds_left(self) -> float:
        """How long a token given now may live: not longer than its client."""
        if self.delete_at is None:
            return self.access_seconds
        return min(self.access_seconds, (self.delete_at - datetime.now(UTC)).total_seconds())


def calling_client() -> Client:
    """Who shows id and secret. InvalidClient if they are wrong, TooManyAttempts if that happened too often."""
    id, secret = _shown()
    address = caller_address()
    OF_ONE_CLIENT.check(id, address)
    OF_ONE_ADDRESS.check(address)
    kept = collection_of(ApiClient).find_one({"_id": id, **ALIVE})
    right = is_secret(kept["_secretDigest"] if kept else _NOBODYS, secret)
    if kept is None or not right or _is_over(kept) or not exists(kept["projectKey"]):
        OF_ONE_CLIENT.failed(id, address)
        OF_ONE_ADDRESS.failed(address)
        raise InvalidClient
    _note_use(kept)
    return Client(
        id=id,
        project_key=kept["projectKey"],
        scopes=Scopes.granted(kept["scope"]),
        access_seconds=kept.get("accessTokenValiditySeconds") or ACCESS_SECONDS,
        refresh_seconds=kept.get("refreshTokenValiditySeconds") or REFRESH_SECONDS,
        delete_at=_delete_at(kept),
    )


def _shown() -> tuple[str, str]:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            id, _, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            raise InvalidClient from None
    else:
        # Only from the body: an address with a secret in it ends up in logs.
        id, secret = request.form.get("client_id", ""), request.form.get("client_secret", "")
    if not id or not secret:
        raise InvalidClient
    return id, secret


def _delete_at(kept: Json) -> datetime | None:
    return as_time(kept["deleteAt"]) if kept.get("deleteAt") else None


def _is_over(kept: Json) -> bool:
    delete_at = _delete_at(kept)
    return delete_at is not None and delete_at <= datetime.now(UTC)


def _note_use(kept: Json) -> None:
    """The day of its last use: a write a day, not one a token, and no change that anybody is told of."""
    today = datetime.now(UTC).date().isoformat()
    if kept.get("lastUsedAt") != today:
        collection_of(ApiClient).update_one({"_id": kept["_id"]}, {"$set": {"lastUsedAt": today}})
