"""Reading what documents have to tell, and taking it out once it was told."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, Protocol

import orjson
from bson.codec_options import CodecOptions
from pymongo import DeleteOne, UpdateOne
from pymongo.collection import Collection

from common.contracts.events import ResourceChanged
from common.events.metrics import PUBLISH_LATENCY, PUBLISHED, UNTELLABLE
from common.resources.document import Stored, on_the_wire
from common.resources.write import size_at_rest

Json = dict[str, Any]

AWARE: CodecOptions[Stored] = CodecOptions(tz_aware=True)
MAX_EVENT_BYTES = 900_000
"""Kafka's usual limit is 1 MB a record; the rest is room for headers and the envelope."""

KEPT_OF_A_MESSAGE = (
    "id", "version", "type", "sequenceNumber", "resource", "resourceVersion",
    "resourceUserProvidedIdentifiers",
    "createdAt", "lastModifiedAt", "createdBy", "lastModifiedBy",
)  # fmt: skip

logger = logging.getLogger(__name__)


class Send(Protocol):
    def __call__(self, topic: str, events: Sequence["Told"]) -> None:
        """Return once the broker has all of them, in this order per resource; raise otherwise."""


@dataclass(frozen=True)
class Told:
    """One event and the headers of the change it tells of."""

    event: ResourceChanged
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Outbox:
    """One document's outbox as it was read."""

    document: Stored
    entries: Sequence[Json]

    @property
    def deleted(self) -> bool:
        return "_deletedAt" in self.document


def waiting(collection: Collection[Stored], ids: Iterable[str]) -> list[Outbox]:
    """Those of the documents that have something to tell."""
    aware = collection.with_options(codec_options=AWARE)
    found = aware.find({"_id": {"$in": list(ids)}})
    return [Outbox(document, document.pop("_outbox", [])) for document in found if "_outboxSince" in document]


def publish(collection: Collection[Stored], topic: str, outboxes: Sequence[Outbox], send: Send) -> None:
    """Send whole outboxes, and forget them once the broker has them.

    Raises what ``send`` raises; then nothing was forgotten. A document that cannot be told stays as it is: it
    must not hold up the others.
    """
    told: list[Told] = []
    sendable: list[Outbox] = []
    for outbox in outboxes:
        try:
            told += events_of(outbox)
        except (KeyError, TypeError, ValueError):
            UNTELLABLE.inc()
            logger.exception("%s %s cannot be told", collection.name, outbox.document["_id"])
        else:
            sendable.append(outbox)
    if told:
        send(topic, told)
    if sendable:
        _measure(sendable)
        forget(collection, sendable)


def events_of(outbox: Outbox) -> Iterator[Told]:
    """One event, unless it would be too large for a record; the last one carries the resource."""
    if not outbox.entries:
        return
    document, changed = outbox.document, outbox.entries[-1]
    json = None if outbox.deleted else _if_small(on_the_wire(document))
    *earlier, last = _parcels([entry["message"] for entry in outbox.entries if "message" in entry])
    if _size(last) + _size(json) > MAX_EVENT_BYTES:
        earlier, last = [*earlier, last], ()
    whole = ResourceChanged(
        project_key=document["projectKey"],
        type_id=changed["typeId"],
        id=document["_id"],
        version=document["version"],
        deleted=outbox.deleted,
        json=json,
        messages=last,
        erased=changed.get("erased", False),
        aspect=document.get("_aspect"),
    )
    headers = changed.get("headers", {})
    for messages in earlier:
        yield Told(replace(whole, json=None, messages=messages, more=True), headers)
    yield Told(whole, headers)


def _measure(acknowledged: Sequence[Outbox]) -> None:
    now = datetime.now(UTC)
    for outbox in acknowledged:
        if outbox.entries:
            PUBLISHED.labels(outbox.entries[-1]["typeId"]).inc()
            PUBLISH_LATENCY.observe(max((now - outbox.document["_outboxSince"]).total_seconds(), 0))


def forget(collection: Collection[Stored], outboxes: Sequence[Outbox]) -> None:
    """Take out what was told, and with it a tombstone that has nothing more to tell."""
    usual = collection.bulk_write([_clear(outbox) for outbox in outboxes], ordered=False)
    if usual.modified_count + usual.deleted_count < len(outboxes):
        ids = [outbox.document["_id"] for outbox in outboxes]
        still = {
            found["_id"] for found in collection.find({"_id": {"$in": ids}}, {"_outboxSince": 1}) if len(found) > 1
        }
        for outbox in outboxes:
            if outbox.document["_id"] in still:
                collection.bulk_write([_shorten(outbox), _clear_empty(outbox)], ordered=True)


def _clear(outbox: Outbox) -> UpdateOne | DeleteOne:
    """If exactly what was read is there, nothing will be.

    Whoever adds to an outbox raises the version, and only what was told is taken out: so the same version has the same
    entries, or fewer.
    """
    return _emptied(outbox, {"_id": outbox.document["_id"], "version": outbox.document["version"]})


def _clear_empty(outbox: Outbox) -> UpdateOne | DeleteOne:
    return _emptied(outbox, {"_id": outbox.document["_id"], "_outbox.0": {"$exists": False}})


def _emptied(outbox: Outbox, which: Json) -> UpdateOne | DeleteOne:
    if outbox.deleted:
        return DeleteOne(which)
    return UpdateOne(which, {"$unset": {"_outbox": "", "_outboxSince": "", "_outboxBytes": ""}})


def _shorten(outbox: Outbox) -> UpdateOne:
    """Somebody added to it, or took from it: take out what we told. ``_outboxSince`` stays: early, if
    anything.
    """
    ids = [entry["id"] for entry in outbox.entries]
    return UpdateOne(
        {"_id": outbox.document["_id"], "_outbox.id": {"$in": ids[-1:]}},
        {"$pull": {"_outbox": {"id": {"$in": ids}}}, "$inc": {"_outboxBytes": -_bytes(outbox.entries)}},
    )


def _bytes(entries: Sequence[Json]) -> int:
    """What the writes that pushed these entries counted; each of them ended with its ``changed``."""
    writes: list[list[Json]] = [[]]
    for entry in entries:
        writes[-1].append(entry)
        if entry["type"] == "changed":
            writes.append([])
    return sum(size_at_rest(write) for write in writes if write)


def _if_small(json: Json) -> Json | None:
    return json if _size(json) <= MAX_EVENT_BYTES else None


def _parcels(messages: Iterable[Json]) -> Iterator[tuple[Json, ...]]:
    """Consecutive messages that fit into one event together; at least one parcel, maybe empty."""
    parcel: tuple[Json, ...] = ()
    for message in map(_cut, messages):
        if parcel and _size(parcel) + _size(message) > MAX_EVENT_BYTES:
            yield parcel
            parcel = ()
        parcel += (message,)
    yield parcel


def _cut(message: Json) -> Json:
    """The message; one that no record could carry keeps what it is about and says that the rest was left out.

    https://docs.commercetools.com/api/projects/subscriptions#payloadnotincluded
    """
    if _size(message) <= MAX_EVENT_BYTES:
        return message
    left_out = {"payloadNotIncluded": {"reason": "TooLarge", "payloadType": message["type"]}}
    return {name: message[name] for name in KEPT_OF_A_MESSAGE if name in message} | left_out


def _size(json: Any) -> int:
    return len(orjson.dumps(json))
