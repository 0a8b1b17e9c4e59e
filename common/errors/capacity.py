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
class General(ApiError):
    """A fault of ours. The client may try again; the log says what happened."""

    status: ClassVar[int] = 500

    def __str__(self) -> str:
        return "An internal error occurred. Quote the X-Correlation-ID of this response when you report it."
