"""Errors of access. OAuth clients also read ``error`` and ``error_description``, so these carry both forms.

https://docs.commercetools.com/api/authorization
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from common.errors.api_error import ApiError


class AccessError(ApiError):
    def beside(self) -> dict[str, Any]:
        return {"error": self.to_json()["code"], "error_description": str(self)}


@dataclass
class InvalidToken(AccessError):
    """No token, or one that nobody here issued, or one that has ended."""

    status: ClassVar[int] = 401
    code: ClassVar[str] = "invalid_token"
    headers: ClassVar[Mapping[str, str]] = {"WWW-Authenticate": 'Bearer realm="ms-commerce", error="invalid_token"'}

    def __str__(self) -> str:
        return "invalid_token"


@dataclass
class InsufficientScope(AccessError):
    """The token is good, but not for this."""

    status: ClassVar[int] = 403
    code: ClassVar[str] = "insufficient_scope"
    private: ClassVar[frozenset[str]] = frozenset({"wanted"})
    wanted: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"Insufficient scope. One of the following scopes is missing: {', '.join(self.wanted)}."


@dataclass
class OAuthError(AccessError):
    """A refusal of the token endpoints, by its OAuth name (RFC 6749 §5.2)."""

    private: ClassVar[frozenset[str]] = frozenset({"error", "description"})
    error: str
    description: str

    def __str__(self) -> str:
        return self.description

    def to_json(self) -> dict[str, Any]:
        return {"code": self.error, "message": self.description}


@dataclass
class InvalidClient(AccessError):
    """No API client has this id and secret; which of the two is wrong is not told."""

    status: ClassVar[int] = 401
    code: ClassVar[str] = "invalid_client"
    headers: ClassVar[Mapping[str, str]] = {"WWW-Authenticate": 'Basic realm="ms-commerce"'}

    def __str__(self) -> str:
        return "Please provide valid client credentials using HTTP Basic Authentication."


@dataclass
class TooManyAttempts(AccessError):
    """Somebody guesses; what they guess at is not looked at until the time is over."""

    status: ClassVar[int] = 429
    code: ClassVar[str] = "too_many_requests"
    private: ClassVar[frozenset[str]] = frozenset({"retry_after_seconds"})
    retry_after_seconds: int

    @property
    def headers(self) -> Mapping[str, str]:  # type: ignore[override]
        return {"Retry-After": str(self.retry_after_seconds)}

    def __str__(self) -> str:
        return f"Too many failed attempts. Try again in {self.retry_after_seconds} seconds."


@dataclass
class InvalidCurrentPassword(ApiError):
    def __str__(self) -> str:
        return "The given current password does not match."


@dataclass
class ExpiredCustomerPasswordToken(ApiError):
    def __str__(self) -> str:
        return "The given password token has expired."


@dataclass
class ExpiredCustomerEmailToken(ApiError):
    def __str__(self) -> str:
        return "The given email token has expired."


@dataclass
class InvalidCredentials(ApiError):
    """No account has this email address and password; which of the two is wrong is not told."""

    def __str__(self) -> str:
        return "Account with the given credentials not found."
