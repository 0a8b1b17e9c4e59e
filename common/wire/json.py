"""JSON as bytes, by orjson: the one place that says how."""

from typing import Any

import orjson

from common.errors import InvalidJsonInput

Json = dict[str, Any]

MAX_DEPTH = 64


def to_bytes(value: Any) -> bytes:
    return orjson.dumps(value)


def from_bytes(body: bytes) -> Any:
    """What a request body says; InvalidJsonInput if it is not JSON or nested more than 64 deep."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as problem:
        raise InvalidJsonInput(str(problem)) from None
    _check_depth(value)
    return value


def _check_depth(value: Any) -> None:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [inner for outer in level if isinstance(outer, dict | list) for inner in _parts(outer)]
        if not level:
            return
    raise InvalidJsonInput(f"The body is nested more than {MAX_DEPTH} levels deep.")


def _parts(value: Any) -> Any:
    return value.values() if isinstance(value, dict) else value
