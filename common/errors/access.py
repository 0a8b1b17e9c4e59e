"""Errors of access. OAuth clients also read ``error`` and ``error_description``, so these carry both forms.

https://docs.commercetools.com/api/authorization
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from common.errors.api_error import ApiError


class AccessError(ApiError):
    pass


@dataclass
class InvalidToken(AccessError):
    """No token, or one that nobody here issued, or one that has ended."""

    status: ClassVar[int] = 401
    code: ClassVar[str] = "invalid_token"
    headers: ClassVar[Mapping[str, str]] = {
        "WWW-Authenticate": 'Bearer realm="ms-commerce", error="invalid_token"'
    }

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

    private: ClassVar[frozenset[str]] = frozenset({"error", "description", "status_code"})
    error: str
    description: str
    status_code: int = 400

    def __str__(self) -> str:
        return self.description

    def to_json(self) -> dict[str, Any]:
        return {"code": self.error, "message": self.description}
