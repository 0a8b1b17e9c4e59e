"""Whether something was decided without its owner: a refusal that the owner might have spared is none yet.

Replicas are a moment behind. Whoever refuses by them has asked the owner first (``recheck``); an owner that did not
answer leaves a doubt here, for as long as the request or the command takes, and what is refused because of its
resources is told to be tried again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from common.errors import ApiError, OverCapacity

_unasked: ContextVar[set[str] | None] = ContextVar("owners that did not answer", default=None)


def begin() -> set[str]:
    """Nothing is in doubt yet; the type ids that will be."""
    doubts: set[str] = set()
    _unasked.set(doubts)
    return doubts


@contextmanager
def noticed() -> Iterator[set[str]]:
    outer = _unasked.get()
    try:
        yield begin()
    finally:
        _unasked.set(outer)


def note(type_id: str) -> None:
    """The owner of this type was asked, and did not answer."""
    if (doubts := _unasked.get()) is not None:
        doubts.add(type_id)


def weighed(refusal: ApiError, type_id: str) -> ApiError:
    """The refusal because of what a resource of this type is, or in its place that this cannot be told now."""
    if type_id in (_unasked.get() or ()):
        return OverCapacity(f"Whether there is such a {type_id} cannot be told: whoever keeps it does not answer.")
    return refusal
