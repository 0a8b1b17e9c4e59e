"""Errors of state: the request is sound, what is stored does not allow it."""

from dataclasses import dataclass
from typing import ClassVar

from common.errors.api_error import ApiError


class StateError(ApiError):
    pass


@dataclass
class ConcurrentModification(StateError):
    """Read again and repeat the change on the new version."""

    status: ClassVar[int] = 409
    private: ClassVar[frozenset[str]] = frozenset({"id", "expected_version"})
    id: str
    expected_version: int
    current_version: int

    def __str__(self) -> str:
        return (
            f"Object {self.id} has a different version than expected. "
            f"Expected: {self.expected_version} - Actual: {self.current_version}."
        )


@dataclass
class InvalidOperation(StateError):
    private: ClassVar[frozenset[str]] = frozenset({"reason"})
    reason: str

    def __str__(self) -> str:
        return self.reason


@dataclass
class ReferencedResourceNotFound(StateError):
    """What the body refers to does not exist in this project."""

    type_id: str
    id: str | None = None
    key: str | None = None

    def __str__(self) -> str:
        named = f"with identifier '{self.id}'" if self.id else f"with key '{self.key}'"
        return (
            f"The referenced object of type '{self.type_id}' {named} was not found. It either doesn't exist, or it "
            "can't be accessed from this endpoint (e.g., if the endpoint filters by store or customer account)."
        )


@dataclass
class ReferenceExists(StateError):
    """Delete what refers to it first."""

    private: ClassVar[frozenset[str]] = frozenset({"type_id"})
    type_id: str
    referenced_by: str

    def __str__(self) -> str:
        return f"Can not delete a {self.type_id} while it is referenced by at least one {self.referenced_by}."


@dataclass
class ResourceSizeLimitExceeded(StateError):
    private: ClassVar[frozenset[str]] = frozenset({"limit_bytes"})
    limit_bytes: int

    def __str__(self) -> str:
        return f"The resource would be larger than {self.limit_bytes} bytes."
