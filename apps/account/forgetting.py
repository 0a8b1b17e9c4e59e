"""What ends by the clock rather than by a request. Run now and then; running it twice does nothing more."""

from contextlib import suppress
from datetime import UTC, datetime

from apps.account.api_clients.document import ApiClient
from apps.account.api_clients.life import end_client
from apps.account.oauth.revocation import Revocation
from apps.account.oauth.signing_keys import KeyRing
from common.auth.revocation import TYPE_ID
from common.errors import ConcurrentModification, ResourceNotFound
from common.resources.collection import ALIVE
from common.resources.document import Resource, Stored, collection_of, restored
from common.resources.write import bury
from common.wire.times import as_text

AT_ONCE = 1000


def end_what_is_over() -> None:
    """API clients past their day, revocations whose tokens have expired, and the newest key if it is old."""
    for client in _past(ApiClient, "deleteAt"):
        with suppress(ResourceNotFound, ConcurrentModification):  # somebody else ended it
            end_client(client["projectKey"], client["_id"])
    for kept in _past(Revocation, "expiresAt"):
        with suppress(ResourceNotFound, ConcurrentModification):
            bury(TYPE_ID, restored(Revocation, kept), [])
    KeyRing().rotate_if_old()


def _past(document: type[Resource], field: str) -> list[Stored]:
    over = {field: {"$lt": as_text(datetime.now(UTC)), "$exists": True}, **ALIVE}
    return list(collection_of(document).find(over, {"_outbox": 0}).limit(AT_ONCE))
