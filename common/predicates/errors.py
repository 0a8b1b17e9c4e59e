"""A predicate that cannot be asked is always the client's mistake, told in one form."""

from common.errors import InvalidInput


def malformed(problem: str) -> InvalidInput:
    return InvalidInput(f"Malformed parameter: where: {problem}")


def unknown_field(name: str) -> InvalidInput:
    return malformed(f"The field '{name}' does not exist.")
