"""An API client. Its id is the OAuth ``client_id``; of its secret only a digest is kept.

https://docs.commercetools.com/api/projects/api-clients
"""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any, ClassVar

from mongoengine import IntField, StringField

from common.resources.document import JsonField, Resource
from common.wire.json import Json

TYPE_ID = "api-client"

ID_BYTES, SECRET_BYTES = 18, 24

PRIVATE = frozenset({"version", "lastModifiedAt", "createdBy", "lastModifiedBy"})


def new_id() -> str:
    """Random, and never what a command would take for an option."""
    while (id := secrets.token_urlsafe(ID_BYTES)).startswith("-"):
        continue
    return id


class ApiClient(Resource):
    meta: ClassVar[dict[str, Any]] = {"collection": "api_clients", "db_alias": "account"}

    id = StringField(primary_key=True, default=new_id)
    name = StringField(required=True)
    scope = StringField(required=True)
    access_token_validity_seconds = IntField()
    refresh_token_validity_seconds = IntField()
    last_used_at = StringField()  # a day: 2026-11-23
    delete_at = JsonField(datetime)
    _secret_digest = StringField(required=True)


def new_secret() -> str:
    return secrets.token_urlsafe(SECRET_BYTES)


def digest(secret: str) -> str:
    """What is kept of a secret: it is random, so one round of SHA-256 hides it and costs nothing to check."""
    return hashlib.sha256(secret.encode()).hexdigest()


def is_secret(kept_digest: str, secret: str) -> bool:
    return hmac.compare_digest(kept_digest, digest(secret))


def as_seen(client: Json) -> Json:
    """The JSON of the API: clients are not versioned, they are never changed."""
    return {name: value for name, value in client.items() if name not in PRIVATE}
