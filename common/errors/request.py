"""Errors in the request itself: the client must change it before sending it again."""

from dataclasses import dataclass
from typing import Any, ClassVar

from common.errors.api_error import ApiError


class RequestError(ApiError):
    pass


@dataclass
class InvalidJsonInput(RequestError):
    """The body is not JSON, or not of the expected shape; the detail names the field and what is wrong with it."""

    detailed_error_message: str

    def __str__(self) -> str:
        return "Request body does not contain valid JSON."


@dataclass
class InvalidInput(RequestError):
    private: ClassVar[frozenset[str]] = frozenset({"reason"})
    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass
class InvalidField(RequestError):
    field: str
    invalid_value: Any
    allowed_values: list[Any] | None = None

    def __str__(self) -> str:
        return f"The value {self.invalid_value} is not valid for field {self.field}."


@dataclass
class RequiredField(RequestError):
    field: str

    def __str__(self) -> str:
        return f"A value is required for field {self.field}."


@dataclass
class DuplicateField(RequestError):
    field: str
    duplicate_value: Any
    conflicting_resource: dict[str, str] | None = None

    def __str__(self) -> str:
        return f"A duplicate value {self.duplicate_value} exists for field {self.field}."


@dataclass
class ResourceNotFound(RequestError):
    """The resource that the path names; ``identifier`` is its id, or ``key 'x'`` where the path names a key."""

    status: ClassVar[int] = 404
    private: ClassVar[frozenset[str]] = frozenset({"identifier"})
    identifier: str

    def __str__(self) -> str:
        return f"The Resource with {self.identifier} was not found."


@dataclass
class UriNotFound(RequestError):
    status: ClassVar[int] = 404
    code: ClassVar[str] = "ResourceNotFound"
    private: ClassVar[frozenset[str]] = frozenset({"path"})
    path: str

    def __str__(self) -> str:
        return f"URI not found: {self.path}"


@dataclass
class MethodNotAllowed(RequestError):
    status: ClassVar[int] = 405
    code: ClassVar[str] = "InvalidOperation"
    private: ClassVar[frozenset[str]] = frozenset({"method", "path"})
    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.path} does not serve {self.method}."


@dataclass
class ContentTooLarge(RequestError):
    status: ClassVar[int] = 413
    private: ClassVar[frozenset[str]] = frozenset({"limit_bytes"})
    limit_bytes: int

    def __str__(self) -> str:
        return f"The request body is larger than {self.limit_bytes} bytes."
