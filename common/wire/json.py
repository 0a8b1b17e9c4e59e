"""JSON as bytes, by orjson: the one place that says how."""

from collections.abc import Iterable
from typing import Any

import orjson

from common.errors import InvalidJsonInput

Json = dict[str, Any]

MAX_DEPTH = 64


def to_bytes(value: Any) -> bytes:
    return orjson.dumps(value)


def from_bytes(body: bytes) -> Any:
    """What a request body says; InvalidJsonInput if it is not JSON, or says what no database could hold."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as problem:
        raise InvalidJsonInput(str(problem)) from None
    _check(value)
    return value


def _check(value: Any) -> None:
    """At most 64 levels, numbers of at most 64 bits, and no null character in a name or a text."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level for inner in _parts(outer)]
        if not level:
            return
    raise InvalidJsonInput(f"The body is nested more than {MAX_DEPTH} levels deep.")


def _parts(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        if any("\x00" in name for name in value):
            raise InvalidJsonInput("The name of a field must not contain the null character.")
        return value.values()
    if isinstance(value, list):
        return value
    if isinstance(value, str) and "\x00" in value:
        raise InvalidJsonInput("A string must not contain the null character.")
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        raise InvalidJsonInput(f"The number {value} is larger than 64 bits.")
    return ()
