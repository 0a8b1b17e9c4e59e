"""addRoles, removeRoles and setRoles, for channels and states.

https://docs.commercetools.com/api/projects/channels#update-actions
"""

from collections.abc import Callable, Sequence
from dataclasses import make_dataclass
from typing import Any

from common.errors import InvalidOperation
from common.resources.actions import Actions


def roles(hint: Any, at_least_one: bool) -> Callable[[Actions[Any]], None]:
    """For resources with a ``roles`` field; ``hint`` is one role's type."""
    payload = make_dataclass("Roles", [("roles", tuple[hint, ...])], frozen=True)

    def change(resource: Any, wanted: Sequence[str]) -> None:
        if at_least_one and not wanted:
            raise InvalidOperation("At least one role must remain.")
        resource.roles = list(dict.fromkeys(wanted))

    def add(given: Any, resource: Any, _: Any) -> None:
        if held := [role for role in given.roles if role in resource.roles]:
            raise InvalidOperation(f"The role '{held[0]}' is there already.")
        change(resource, [*resource.roles, *given.roles])

    def remove(given: Any, resource: Any, _: Any) -> None:
        if not any(role in resource.roles for role in given.roles):
            raise InvalidOperation("None of these roles is there.")
        change(resource, [role for role in resource.roles if role not in given.roles])

    def include(actions: Actions[Any]) -> None:
        actions.add("addRoles", payload, add)
        actions.add("removeRoles", payload, remove)
        actions.add("setRoles", payload, lambda given, resource, _: change(resource, given.roles))

    return include
