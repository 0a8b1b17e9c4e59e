"""What was revoked, told to every service like any other change (see ``common.auth.revocation``)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar

from apps.account.api_clients.draft import LONGEST_ACCESS_SECONDS
from common.auth.revocation import TYPE_ID
from common.errors import DuplicateField
from common.resources.actions import Actions
from common.resources.card import ResourceType, Scopes
from common.resources.collection import ALIVE
from common.resources.document import JsonField, Resource, collection_of
from common.resources.write import insert
from common.wire.times import as_text


class Revocation(Resource):
    """Its id is that of the token, family of tokens, or client that is no longer believed."""

    meta: ClassVar[dict[str, Any]] = {"collection": "revocations", "db_alias": "account"}
    indexed: ClassVar = ("expiresAt",)

    expires_at = JsonField(datetime, required=True)  # by then every access token it stops has expired by itself


@dataclass(frozen=True)
class Nothing:
    """Revocations are no resource of the API: nobody sends one."""


revocations = ResourceType(
    path="",
    type_id=TYPE_ID,
    document=Revocation,
    draft=Nothing,
    actions=Actions(Revocation),
    scopes=Scopes(view=(), manage=()),
)


def revoke(project_key: str, id: str) -> None:
    """From now on here, and within seconds everywhere. Revoking again changes nothing."""
    expires_at = as_text(datetime.now(UTC) + timedelta(seconds=LONGEST_ACCESS_SECONDS + 3600))
    try:
        insert(TYPE_ID, Revocation(id=id, project_key=project_key, expires_at=expires_at), [])
    except DuplicateField:
        return


class OwnRevocations:
    """Where account itself looks (a ``common.auth.revocation.Revocations``)."""

    def any_of(self, project_key: str, ids: Collection[str]) -> bool:
        wanted = {"projectKey": project_key, "_id": {"$in": list(ids)}, **ALIVE}
        return collection_of(Revocation).find_one(wanted, {"_id": 1}) is not None
