"""JSON into a dataclass, or an error that says which field and why."""

from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar

from marshmallow import Schema, ValidationError

from common.errors import InvalidJsonInput
from common.wire.schema import schema_of

T = TypeVar("T")


def read(declared: type[T], given: Any, at: str = "") -> T:
    """The dataclass that ``given`` (parsed JSON) describes.

    ``at`` is where it stood in the body, for the message: ``actions -> 0``.
    """
    if not isinstance(given, dict):
        raise InvalidJsonInput(_sentence(at, "Expected an object"))
    try:
        return _schema(declared).load(given)  # type: ignore[arg-type]  # mypy: a class is hashable
    except ValidationError as problem:
        raise InvalidJsonInput(_first(problem.messages, at)) from None


@cache
def _schema(declared: Any) -> Schema:
    return schema_of(declared)()


def _first(messages: Any, at: str) -> str:
    return next(_complaints(messages, at), _sentence(at, "Invalid value"))


def _complaints(messages: Any, at: str) -> Iterator[str]:
    if isinstance(messages, dict):
        for name, inner in messages.items():
            yield from _complaints(inner, at if name == "_schema" else f"{at} -> {name}" if at else str(name))
    elif isinstance(messages, list):
        for complaint in messages:
            yield from _complaints(complaint, at)
    else:
        yield _sentence(at, str(messages))


def _sentence(at: str, complaint: str) -> str:
    return f"{at}: {complaint}" if at else complaint
