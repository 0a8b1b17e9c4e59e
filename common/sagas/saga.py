"""A saga as a table of steps, and the whole decision of what comes next.

Pure: ``runner`` sends, stores and retries.
"""

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, replace
from enum import Enum
from functools import cache
from typing import Any

from common.contracts.command import Command
from common.names import camel
from common.wire import read

FROM_THE_RUN = frozenset(field.name for field in fields(Command))


@dataclass(frozen=True)
class Step:
    do: type[Command]
    undo: type[Command] | None = None
    if_needed: bool = False
    """Left out of a run in which the command asks nothing."""


class Saga:
    """Steps in order. The first one without ``undo`` is the point of no return: until it succeeds everything
    can be taken back, after it everything is sent again until it succeeds.

    ``given`` is the dataclass a run starts with; what a command needs is in it, or a step before has learned
    it. ``tells`` names what of it whoever waits for the run is told in the end.
    """

    def __init__(self, name: str, *steps: Step, given: type, tells: tuple[str, ...] = ()) -> None:
        self.name, self.steps, self.given, self.tells = name, steps, given, tells
        reversible = [step.undo is not None for step in steps]
        if reversible != sorted(reversible, reverse=True):
            raise TypeError(f"{name}: a step with undo follows the point of no return")
        commands = [command for step in steps for command in (step.do, step.undo) if command]
        if len({command.__name__ for command in commands}) < len(commands):
            raise TypeError(f"{name}: a command stands in it twice, so its answers could not be told apart")
        self.point_of_no_return = sum(reversible)
        self._check_that_everything_is_known()

    def _check_that_everything_is_known(self) -> None:
        known = {field.name for field in fields(self.given)}
        for step in self.steps:
            for command in filter(None, (step.do, step.undo)):
                needed = {field.name for field in _own_fields(command) if _is_required(field)}
                if unknown := ", ".join(sorted(needed - known)):
                    raise TypeError(f"{self.name}: nobody told {command.__name__} its {unknown}")
            if step.do.learns:
                known |= {field.name for field in fields(step.do.learns)}


class Outcome(Enum):
    DONE = "done"
    REFUSED = "refused"  # the receiver said no and changed nothing
    UNKNOWN = "unknown"  # no answer; it may or may not have happened


@dataclass(frozen=True)
class Progress:
    """Where one run of a saga stands; stored before every send."""

    step: int = 0
    forward: bool = True


def command_at(saga: Saga, at: Progress) -> type[Command] | None:
    """What to send now; None when the saga is over."""
    if is_over(saga, at):
        return None
    step = saga.steps[at.step]
    return step.do if at.forward else step.undo


def is_over(saga: Saga, at: Progress) -> bool:
    """Done, if it went forward; else taken back."""
    return not 0 <= at.step < len(saga.steps)


def after(saga: Saga, at: Progress, outcome: Outcome) -> Progress:
    """Where the saga stands once the last command has this outcome."""
    can_turn = at.forward and at.step <= saga.point_of_no_return
    match outcome:
        case Outcome.DONE:
            return replace(at, step=at.step + (1 if at.forward else -1))
        case Outcome.REFUSED if can_turn:
            return Progress(at.step - 1, forward=False)
        case Outcome.UNKNOWN if can_turn and at.step < saga.point_of_no_return:
            return Progress(at.step, forward=False)  # undo it too: it may have happened
        case _:
            return at  # send it again


@cache  # asked at every move of every run, and always the same
def needed_from(saga: Saga, at: Progress) -> frozenset[str]:
    """The wire names of all that a command which may still be sent asks for."""
    if at.forward:
        to_undo = saga.steps[: saga.point_of_no_return] if at.step <= saga.point_of_no_return else ()
        commands = [*(step.do for step in saga.steps[at.step :]), *(step.undo for step in to_undo)]
    else:
        commands = [step.undo for step in saga.steps[: at.step + 1]]
    return frozenset(camel(field.name) for command in commands if command for field in _own_fields(command))


def filled(command: type[Command], saga_id: str, project_key: str, known: Mapping[str, Any]) -> Command:
    """The command of one run. ``known`` has wire names: what the run was given and has learned."""
    own = {name: known[name] for field in _own_fields(command) if (name := camel(field.name)) in known}
    return read(command, {"sagaId": saga_id, "projectKey": project_key} | own)


def _own_fields(command: type[Command]) -> list[Field[Any]]:
    return [field for field in fields(command) if field.name not in FROM_THE_RUN]


def _is_required(field: Field[Any]) -> bool:
    return field.default is MISSING and field.default_factory is MISSING
