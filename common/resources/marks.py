"""Changes that services make to each other's resources in the course of a saga.

They are not updates of a client: no version is expected, so that many of them on one resource do not get in each
other's way. Instead each is guarded by what it needs (enough stock, a mark that is or is not there yet), raises
the version by one and tells of it, in one write like any other.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from pymongo import UpdateOne
from pymongo.client_session import ClientSession

from common.resources.collection import ALIVE
from common.resources.document import Resource, Stored, collection_of
from common.resources.messages import changed_entry
from common.resources.write import size_at_rest, tell
from common.wire.times import now_text


def change_where(
    type_id: str,
    document: type[Resource],
    guard: Mapping[str, Any],
    change: Stored,
    session: ClientSession | None = None,
    told_within_seconds: float = 0.0,
) -> bool:
    """Change the resource that the guard finds; False if it finds none. ``change`` has MongoDB's own form.

    The guard names the resource by ``_id`` and ``projectKey``. In a session, whoever commits it tells.
    """
    written = collection_of(document).update_one({**guard, **ALIVE}, _told(type_id, change), session=session)
    if not written.matched_count:
        return False
    if session is None:
        tell(document, guard["_id"], told_within_seconds)
    return True


def change_all_where(
    type_id: str,
    document: type[Resource],
    changes: Sequence[tuple[Mapping[str, Any], Stored]],
    told_within_seconds: float = 0.0,
) -> int:
    """As ``change_where``, several with one request, in this order; how many were found. Each for itself: where one is
    not, the others are changed all the same.
    """
    if not changes:
        return 0
    updates = [UpdateOne({**guard, **ALIVE}, _told(type_id, change)) for guard, change in changes]
    found = collection_of(document).bulk_write(updates).matched_count
    for guard, _ in changes:
        tell(document, guard["_id"], told_within_seconds)  # who has nothing to tell is passed over
    return found


def _told(type_id: str, change: Stored) -> Stored:
    """The change, with the version that it makes and the event that tells of it."""
    entry = changed_entry(type_id)
    now = datetime.now(UTC)
    told: Stored = {
        "$set": {"lastModifiedAt": now_text()},
        "$inc": {"version": 1, "_outboxBytes": size_at_rest([entry])},
        "$push": {"_outbox": entry},
        "$min": {"_outboxSince": now},
    }
    return {operator: {**told.get(operator, {}), **change.get(operator, {})} for operator in told | change}
