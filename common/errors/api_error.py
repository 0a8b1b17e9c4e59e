"""What every error has in common: a status, a code, a sentence, and facts beside it.

https://docs.commercetools.com/api/errors#errorresponse
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, ClassVar

from common.names import camel


@dataclass
class ApiError(Exception):
    """One error. Its public fields become fields of its JSON; names in ``private`` only serve the sentence."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = ""
    private: ClassVar[frozenset[str]] = frozenset()
    headers: ClassVar[Mapping[str, str]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if "code" not in cls.__dict__:
            cls.code = cls.__name__

    def __str__(self) -> str:
        raise NotImplementedError(f"{type(self).__name__} has no sentence")

    def __reduce__(self) -> tuple[Any, ...]:
        # A refusal travels between processes; an exception's own way keeps only ``args``.
        return type(self), tuple(getattr(self, field.name) for field in fields(self))

    @property
    def http_status(self) -> int:
        return self.status

    def beside(self) -> dict[str, Any]:
        """What the error body carries beside ``errors``, if this error comes first."""
        return {}

    def to_json(self) -> dict[str, Any]:
        facts = {
            camel(field.name): value
            for field in fields(self)
            if field.name not in self.private and (value := getattr(self, field.name)) is not None
        }
        return {"code": self.code, "message": str(self), **facts}


@dataclass
class SeveralErrors(Exception):
    """Errors of one status that a request earned at once."""

    errors: Sequence[ApiError]


def body_of(*errors: ApiError) -> dict[str, Any]:
    """The ``ErrorResponse``: its message is that of the first error."""
    first = errors[0]
    return {
        "statusCode": first.http_status,
        "message": str(first),
        "errors": [error.to_json() for error in errors],
        **first.beside(),
    }
