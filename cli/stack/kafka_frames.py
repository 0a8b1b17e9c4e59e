"""The few words of Kafka's protocol that the long poll must understand: which topics a request is about, and whether
the answer to a fetch has anything to say.

Only the versions that librdkafka agrees on with noida-db are read (Fetch 12, Produce 9, both "flexible"); a frame of
another version is None here, and passed on as it is.

https://kafka.apache.org/protocol
"""

import struct
from dataclasses import dataclass

PRODUCE, FETCH, METADATA, FIND_COORDINATOR, DESCRIBE_CLUSTER = 0, 1, 3, 10, 60
NAMES_BROKERS = frozenset({METADATA, FIND_COORDINATOR, DESCRIBE_CLUSTER})
_FETCH_VERSION, _PRODUCE_VERSION = 12, 9
_PARTITION = struct.Struct(">ihqqqBiBB")
"""Of an answer to a fetch, where nothing was aborted and nothing is there: number, error, three offsets, how many were
aborted (plus one), the preferred replica, size of the records (plus one), tags. All idle consumers are told this, for
each partition they read."""


@dataclass(frozen=True)
class Fetch:
    topics: tuple[bytes, ...]
    max_wait_seconds: float


@dataclass(frozen=True)
class Produce:
    topics: tuple[bytes, ...]
    is_answered: bool
    """False where the client asked for no acknowledgement: no response will come."""


class _Frame:
    """Reads on from a place in a frame."""

    def __init__(self, frame: bytes, at: int = 0) -> None:
        self.frame, self.at = frame, at

    def number(self, form: str) -> int:
        (value,) = struct.unpack_from(form, self.frame, self.at)
        self.at += struct.calcsize(form)
        return int(value)

    def varint(self) -> int:
        value = shift = 0
        while True:
            byte = self.frame[self.at]
            self.at += 1
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7

    def skip(self, size: int) -> None:
        self.at += size

    def sized(self) -> bytes:
        """A compact string or array of bytes; its size is sent plus one, zero for null."""
        size = max(0, self.varint() - 1)
        self.at += size
        return self.frame[self.at - size : self.at]

    def count(self) -> int:
        return max(0, self.varint() - 1)

    def skip_tags(self) -> None:
        for _ in range(self.varint()):
            self.varint()
            self.skip(self.varint())


def read_request(frame: bytes) -> Fetch | Produce | None:
    kind, version = struct.unpack_from(">hh", frame)
    if (kind, version) not in {(FETCH, _FETCH_VERSION), (PRODUCE, _PRODUCE_VERSION)}:
        return None
    rest = _Frame(frame, 8)
    rest.skip(max(0, rest.number(">h")))  # client id
    rest.skip_tags()
    return _fetch(rest) if kind == FETCH else _produce(rest)


def _fetch(rest: _Frame) -> Fetch:
    rest.skip(4)  # replica id
    max_wait_ms = rest.number(">i")
    rest.skip(4 + 4 + 1 + 4 + 4)  # bytes at least, at most; isolation; session
    topics = []
    for _ in range(rest.count()):
        topics.append(rest.sized())
        for _ in range(rest.count()):
            rest.skip(4 + 4 + 8 + 4 + 8 + 4)
            rest.skip_tags()
        rest.skip_tags()
    return Fetch(tuple(topics), max_wait_ms / 1000)


def _produce(rest: _Frame) -> Produce:
    rest.sized()  # transactional id
    acknowledgements = rest.number(">h")
    rest.skip(4)  # timeout
    topics = []
    for _ in range(rest.count()):
        topics.append(rest.sized())
        for _ in range(rest.count()):
            rest.skip(4)
            rest.sized()
            rest.skip_tags()
        rest.skip_tags()
    return Produce(tuple(topics), acknowledgements != 0)


def has_news(response: bytes) -> bool:
    """Whether the response to a Fetch carries records, or an error that the client must see at once."""
    rest = _Frame(response, 4)
    rest.skip_tags()
    rest.skip(4)  # throttled for
    if rest.number(">h"):
        return True
    rest.skip(4)  # session
    for _ in range(rest.count()):
        rest.sized()
        for _ in range(rest.count()):
            _, error, _, _, _, aborted, _, size, tags = _PARTITION.unpack_from(response, rest.at)
            if error == tags == 0 and aborted < 2 and size < 2:
                rest.skip(_PARTITION.size)
                continue
            rest.skip(4)
            if rest.number(">h"):
                return True
            rest.skip(8 + 8 + 8)
            rest.skip(rest.count() * (8 + 8 + 1))  # aborted transactions, each with its empty tags
            rest.skip(4)
            if rest.sized():
                return True
            rest.skip_tags()
        rest.skip_tags()
    return False
