"""A kombu message as a Kafka record and back.

The record's value is the message's body as it is (a task's JSON can be read with any Kafka tool); the header `kombu`
holds the rest (content type, headers, properties) as JSON, and `redeliveries` how often a worker gave it back.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from kombu.utils import json as kombu_json

from common.kafka import native

Headers = tuple[tuple[str, bytes], ...]
Message = dict[str, Any]  # kombu's: body, content-type, content-encoding, headers, properties
_encode = kombu_json.JSONEncoder(separators=(",", ":")).encode
CONCERNS = "concerns"
"""A header of messages in shared queues: the words by which a pool tells what it can pass over unread."""
ETA = "eta"
"""A header: when a task is to run, in seconds since 1970."""


@dataclass(frozen=True, slots=True)
class Record:
    """Something to write into a topic."""

    topic: str
    value: bytes
    key: bytes | None = None
    headers: Headers = ()

    def header(self, name: str) -> str | None:
        """Of a header's value what is text; anybody may have written the record."""
        return next((value.decode(errors="replace") for header, value in self.headers if header == name), None)

    def at(self, topic: str, **headers: str | int) -> "Record":
        """The same record for another topic, with some headers set anew."""
        kept = tuple(pair for pair in self.headers if pair[0] not in headers)
        return replace(self, topic=topic, headers=(*kept, *((n, str(v).encode()) for n, v in headers.items())))


@dataclass(frozen=True, slots=True)
class Received:
    """A record that was read, and where."""

    record: Record
    partition: int
    offset: int
    timestamp_ms: int

    @property
    def topic(self) -> str:
        return self.record.topic

    @property
    def is_for_later(self) -> bool:
        """Whether its ETA is still to come: a worker that holds it has not begun it."""
        try:
            return float(self.record.header(ETA) or 0) > native.epoch()
        except ValueError:  # not by this transport
            return False

    @property
    def redeliveries(self) -> int:
        count = self.record.header("redeliveries") or ""
        return int(count) if count.isdecimal() else 0

    @classmethod
    def of(cls, message: Any) -> "Received":
        headers = tuple((name, value or b"") for name, value in message.headers() or ())
        record = Record(message.topic(), message.value() or b"", message.key(), headers)
        return cls(record, message.partition(), message.offset(), message.timestamp()[1])


def to_record(topic: str, message: Message, **headers: str) -> Record:
    """Raises `ValueError` for a body that is neither text nor bytes."""
    body = message["body"]
    if isinstance(body, str):
        body = body.encode()
    if not isinstance(body, bytes):
        raise ValueError(f"A message's body must be str or bytes, not {type(body).__name__}.")
    key = message["properties"].get("partition_key") or message["headers"].get("partition_key")
    if key is not None:
        message["headers"]["partition_key"] = key  # a retry copies headers, not properties
    concerns = message["headers"].pop(CONCERNS, None)  # whoever retries it wants it
    if concerns is not None:
        headers[CONCERNS] = concerns
    if eta := message["headers"].get("eta"):
        headers[ETA] = str(datetime.fromisoformat(eta).timestamp())
    rest = _encode({name: value for name, value in message.items() if name != "body"})
    return Record(
        topic,
        body,
        key=None if key is None else str(key).encode(),
        headers=(("kombu", rest.encode()), *((name, value.encode()) for name, value in headers.items())),
    )


def to_message(received: Received) -> Message:
    """Raises `ValueError` for a record that no kombu producer of this transport wrote."""
    rest = received.record.header("kombu")
    if rest is None:
        raise ValueError("the record has no header 'kombu', so it is not a Celery message")
    message = _loads(rest)
    if not isinstance(message, dict) or not all(
        isinstance(message.get(part), dict) for part in ("headers", "properties")
    ):
        raise ValueError("the record's header 'kombu' does not hold a message")
    message["body"] = received.record.value
    if received.redeliveries:
        message["headers"]["redeliveries"] = received.redeliveries
        message["properties"].setdefault("delivery_info", {})["redelivered"] = True
    return message


def _loads(text: str) -> Any:
    """As kombu reads it; its reader looks at every object, for what it wrote with a `__type__`."""
    return kombu_json.loads(text) if '"__type__"' in text else json.loads(text)
