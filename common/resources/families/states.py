"""transitionState: along the arrows that a merchant has drawn between states.

https://docs.commercetools.com/api/projects/states
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from common.errors import InvalidOperation
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.messages import Message
from common.values.references import ToState
from common.wire.json import Json


@dataclass(frozen=True)
class TransitionState:
    """Without a state nothing changes; ``force`` ignores the arrows."""

    state: ToState | None = None
    force: bool = False


def transition_state(kind: str, told: Callable[..., Message]) -> Callable[[Actions[Any]], None]:
    """For resources with a ``state`` field.

    ``kind`` is the type that their states have (``ProductState``); ``told(state=…, force=…)`` makes the message.
    """

    def apply(payload: TransitionState, resource: Any, context: Context) -> Iterator[Message]:
        if payload.state is None or payload.state.to_json() == resource.state:
            return
        check_transition(payload, resource.state, kind, context)
        resource.state = payload.state.to_json()
        yield told(state=resource.state, force=payload.force)

    def include(actions: Actions[Any]) -> None:
        actions.add("transitionState", TransitionState, apply)

    return include


def check_transition(payload: TransitionState, before: Json | None, kind: str, context: Context) -> None:
    """InvalidOperation where the state is of another kind, or no arrow leads to it."""
    id = payload.state.id if payload.state else None
    wanted = context.find("state", id or "")
    if wanted is None or wanted["type"] != kind:
        raise InvalidOperation(f"The state '{id}' is not of type {kind}.")
    if not payload.force:
        check_arrow(before, wanted, context)


def check_arrow(before: Json | None, wanted: Json, context: Context) -> None:
    """From no state only to an initial one; from a state without ``transitions`` to any."""
    held = context.find("state", before["id"]) if before else None
    if held is None:
        if not wanted["initial"]:
            raise InvalidOperation(f"The state '{wanted['key']}' is not an initial one.")
    elif "transitions" in held and all(each["id"] != wanted["id"] for each in held["transitions"]):
        raise InvalidOperation(f"There is no transition from state '{held['key']}' to '{wanted['key']}'.")
