"""Errors of capacity: nothing is wrong with the request, send it again a little later."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from common.errors.api_error import ApiError


class CapacityError(ApiError):
    status: ClassVar[int] = 503
    headers: ClassVar[Mapping[str, str]] = {"Retry-After": "1"}


@dataclass
class OverCapacity(CapacityError):
    private: ClassVar[frozenset[str]] = frozenset({"reason"})
    reason: str

    def __str__(self) -> str:
        return f"{self.reason} Try again in a moment."


@dataclass
class TooManyGuesses(ApiError):
    """As TooManyAttempts, in a project's own API: its codes have none that is nearer."""

    status: ClassVar[int] = 429
    code: ClassVar[str] = "OverCapacity"
    private: ClassVar[frozenset[str]] = frozenset({"retry_after_seconds"})
    retry_after_seconds: int

    @property
    def headers(self) -> Mapping[str, str]:  # type: ignore[override]
        return {"Retry-After": str(self.retry_after_seconds)}

    def __str__(self) -> str:
        return f"Too many failed attempts. Try again in {self.retry_after_seconds} seconds."


@dataclass
class General(ApiError):
    """A fault of ours. The client may try again; the log says what happened."""

    status: ClassVar[int] = 500

    def __str__(self) -> str:
        return "An internal error occurred. Quote the X-Correlation-ID of this response when you report it."
