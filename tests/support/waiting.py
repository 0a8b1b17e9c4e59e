"""Waiting for something to become true; no test sleeps for a length of time it guessed."""

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

PAUSE_SECONDS = 0.02


def wait_until(condition: Callable[[], T], timeout_seconds: float = 10, of: str = "") -> T:
    """The first truthy answer of the condition.

    A condition that fails an assertion or cannot connect is simply not true yet; past the time, its last
    failure is the cause of the TimeoutError.
    """
    deadline = time.monotonic() + timeout_seconds
    failure: Exception | None = None
    while True:
        try:
            if answer := condition():
                return answer
            failure = None
        except (AssertionError, OSError, LookupError) as not_yet:
            failure = not_yet
        if time.monotonic() >= deadline:
            what = of or getattr(condition, "__name__", "the condition")
            raise TimeoutError(f"{what} was not true within {timeout_seconds} s") from failure
        time.sleep(PAUSE_SECONDS)
