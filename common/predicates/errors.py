"""A predicate that cannot be asked is always the client's mistake, told in one form."""

from dataclasses import dataclass
from typing import ClassVar

from common.errors import InvalidInput


@dataclass
class MalformedPredicate(InvalidInput):
    """Neither told as a class of its own; ``problem`` without the parameter's name is for other kinds of predicates."""

    code: ClassVar[str] = "InvalidInput"

    @property
    def problem(self) -> str:
        return self.reason.removeprefix(PREFIX)


@dataclass
class UnreadablePredicate(MalformedPredicate):
    """It is not of the language at all."""

    code: ClassVar[str] = "InvalidInput"


PREFIX = "Malformed parameter: where: "


def malformed(problem: str) -> MalformedPredicate:
    return MalformedPredicate(PREFIX + problem)


def unreadable(problem: str) -> UnreadablePredicate:
    return UnreadablePredicate(PREFIX + problem)


def unknown_field(name: str) -> MalformedPredicate:
    return malformed(f"The field '{name}' does not exist.")
