"""The three writes: insert, save what changed, bury. Each is one guarded operation that also pushes what it has to say
into the same document's outbox, so no change exists without its messages, on any MongoDB-protocol server, without
transactions.

The relay empties ``_outbox`` while we work; so it is pushed to and never loaded (loading and saving it brings sent
messages back to life: tried).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError

from common.errors import ConcurrentModification, OverCapacity, ResourceNotFound, ResourceSizeLimitExceeded
from common.errors.checkout import BeingOrdered
from common.resources.document import R, Resource, Stored, collection_of, restored, stored
from common.resources.encoding import encoded
from common.resources.holding import noted
from common.resources.messages import Message, outbox_entries
from common.resources.unique import duplicate_field

MAX_BYTES = 16 * 1024 * 1024 - 64 * 1024  # MongoDB's limit, less room for the outbox's own bookkeeping
MAX_OUTBOX_BYTES = 1024 * 1024
MAX_OUTBOX_ENTRIES = 1000
OUTBOX_HAS_ROOM = {
    f"_outbox.{MAX_OUTBOX_ENTRIES}": {"$exists": False},
    "_outboxBytes": {"$not": {"$gte": MAX_OUTBOX_BYTES}},
}

TOLD_TOGETHER_SECONDS = 0.2
"""For changes that nobody is in a hurry to hear of, as whoever asked for them has an answer: many are told at once."""

Told = Callable[[Any, str, float], None]
_listeners: list[Told] = []


def on_write(told: Told) -> None:
    """Have ``told(collection, id, within_seconds)`` called after every write: how the publisher hears of it."""
    _listeners.append(told)


def insert(type_id: str, resource: Resource, messages: Iterable[Message], session: ClientSession | None = None) -> None:
    entries = list(outbox_entries(type_id, resource, messages))
    document = noted(resource) | {
        "_outbox": entries,
        "_outboxSince": datetime.now(UTC),
        "_outboxBytes": size_at_rest(entries),
    }
    _check_size(document)
    try:
        collection_of(type(resource)).insert_one(document, session=session)
    except DuplicateKeyError as problem:
        raise duplicate_field(type(resource), problem) from None
    if session is None:  # else whoever commits the transaction tells
        tell(type(resource), resource.id)


def save_change(
    type_id: str,
    resource: Resource,
    before: Stored,
    messages: Iterable[Message],
    session: ClientSession | None = None,
) -> None:
    """Write what differs from ``before``, if the stored version is still that one; else ConcurrentModification."""
    entries = list(outbox_entries(type_id, resource, messages))
    after = noted(resource)
    _check_size(after)
    change: dict[str, Any] = {
        "$set": {name: value for name, value in after.items() if before.get(name, _ABSENT) != value}
    }
    if gone := before.keys() - after.keys():
        change["$unset"] = dict.fromkeys(gone, "")
    _guarded(resource, before["version"], change, entries, session)


def bury(
    type_id: str,
    resource: Resource,
    messages: Iterable[Message],
    session: ClientSession | None = None,
    erase: bool = False,
) -> None:
    """Leave a tombstone: id, project, version and outbox. The relay removes it once it has told; with ``erase`` it
    tells all services to forget what they kept of it.
    """
    expected, before = resource.version, stored(resource)
    resource.version += 1
    entries = list(outbox_entries(type_id, resource, messages, erase))
    kept = {"_id", "projectKey", "version", "_sequence", "_aspect"}
    change = {
        "$set": {
            "version": resource.version,
            "_sequence": resource._sequence,
            "_deletedAt": datetime.now(UTC),
        },
        "$unset": dict.fromkeys(before.keys() - kept, ""),
    }
    _guarded(resource, expected, change, entries, session)


def bury_together(
    type_id: str, resources: Sequence[R], death: Callable[[R], Iterable[Message]], erase: bool = False
) -> None:
    """All of them or none, in one transaction."""

    def each(session: ClientSession) -> None:
        for resource in resources:  # a copy: the transaction may begin anew
            again = restored(type(resource), stored(resource))
            bury(type_id, again, death(again), session, erase)

    with collection_of(type(resources[0])).database.client.start_session() as session:
        session.with_transaction(each)
    for resource in resources:
        tell(type(resource), resource.id)


def _guarded(
    resource: Resource,
    expected: int,
    change: dict[str, Any],
    entries: list[dict[str, Any]],
    session: ClientSession | None,
) -> None:
    guard = {
        "_id": resource.id,
        "projectKey": resource.project_key,
        "version": expected,  # which is not a tombstone's: deleting is a version more
        "_claim": None,  # a cart that is being ordered
        **OUTBOX_HAS_ROOM,
    }
    change["$push"] = {"_outbox": {"$each": entries}}
    change["$min"] = {"_outboxSince": datetime.now(UTC)}
    change["$inc"] = {"_outboxBytes": size_at_rest(entries)}
    try:
        written = collection_of(type(resource)).update_one(guard, change, session=session)
    except DuplicateKeyError as problem:
        raise duplicate_field(type(resource), problem) from None
    if not written.matched_count:
        raise _why_not(resource, expected, session)
    if session is None:
        tell(type(resource), resource.id)


def _why_not(resource: Resource, expected: int, session: ClientSession | None) -> Exception:
    now = collection_of(type(resource)).find_one(
        {"_id": resource.id, "projectKey": resource.project_key, "_deletedAt": None},
        {"version": 1, "_claim": 1},
        session=session,
    )
    if now is None:
        return ResourceNotFound(f"ID '{resource.id}'")
    if "_claim" in now:
        return BeingOrdered(resource.id, now["version"])
    if now["version"] != expected:
        return ConcurrentModification(resource.id, expected, now["version"])
    return outbox_is_full()


def outbox_is_full() -> OverCapacity:
    return OverCapacity("This resource has more to tell than can be sent right now.")


def tell(document: type[Resource], id: str, within_seconds: float = 0.0) -> None:
    """Let the publisher know of a committed write. Where more will follow soon, it may wait and tell of all at once."""
    for told in _listeners:
        told(collection_of(document), id, within_seconds)


def _check_size(document: Stored) -> None:
    if size_at_rest(document) > MAX_BYTES:
        raise ResourceSizeLimitExceeded(MAX_BYTES)


def size_at_rest(value: Any) -> int:
    """Bytes of BSON."""
    return len(encoded(value if isinstance(value, dict) else {"": value}))


_ABSENT = object()
