"""The trail of one cause through all processes: a request, the tasks it sent, the tasks those sent.

Four facts travel: the correlation id and the W3C ``traceparent`` (the client's or made here), and the project
and user noted on the way. A client chooses the first two only; the others are read from messages of ours.
"""

import os
import re
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import Headers

CORRELATION_ID = "X-Correlation-ID"
TRACEPARENT = "traceparent"
PROJECT_KEY = "projectKey"
USER_ID = "userId"

# what may stand in a log line, a header and a Kafka header without being escaped; others get an id of ours
_SANE_ID = re.compile(r"[A-Za-z0-9._:/=+-]{1,256}")
# version, trace id, parent id, flags; ids of zeros only are invalid (https://www.w3.org/TR/trace-context/)
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})")


@dataclass(frozen=True, slots=True)
class Trail:
    correlation_id: str
    traceparent: str
    project_key: str | None = None
    user_id: str | None = None

    @property
    def trace_id(self) -> str:
        return self.traceparent.split("-")[1]

    @property
    def span_id(self) -> str:
        return self.traceparent.split("-")[2]


_trail: ContextVar[Trail | None] = ContextVar("trail", default=None)


def current() -> Trail | None:
    return _trail.get()


def from_client(headers: Mapping[str, Any] | Headers, project_key: str | None = None) -> Trail:
    """The trail a client asks for, or a new one where it asks for none or for something we would not log."""
    wanted, parent = headers.get(CORRELATION_ID), headers.get(TRACEPARENT)
    return Trail(
        correlation_id=wanted if wanted and _SANE_ID.fullmatch(wanted) else str(uuid.uuid4()),
        traceparent=parent if parent and _TRACEPARENT.fullmatch(parent) else new_traceparent(),
        project_key=project_key,
    )


def from_message(headers: Mapping[str, Any]) -> Trail:
    """The trail that one of our own messages or internal requests carries."""
    trail = from_client(headers)
    return replace(trail, project_key=headers.get(PROJECT_KEY), user_id=headers.get(USER_ID))


def new_traceparent() -> str:
    return f"00-{os.urandom(16).hex()}-{os.urandom(8).hex()}-01"


def carried() -> dict[str, str]:
    """Headers for the next hop, a message or an internal request; empty outside any trail."""
    trail = _trail.get()
    if trail is None:
        return {}
    facts = {
        CORRELATION_ID: trail.correlation_id,
        TRACEPARENT: trail.traceparent,
        PROJECT_KEY: trail.project_key,
        USER_ID: trail.user_id,
    }
    return {name: fact for name, fact in facts.items() if fact is not None}


def note(*, project_key: str | None = None, user_id: str | None = None) -> None:
    """Say for which project and user this trail runs, once routing or authorisation knows."""
    if trail := _trail.get():
        _trail.set(replace(trail, project_key=project_key or trail.project_key, user_id=user_id or trail.user_id))


def begin(trail: Trail) -> Token[Trail | None]:
    return _trail.set(trail)


def end(token: Token[Trail | None]) -> None:
    _trail.reset(token)


@contextmanager
def following(trail: Trail) -> Iterator[Trail]:
    token = begin(trail)
    try:
        yield trail
    finally:
        end(token)
