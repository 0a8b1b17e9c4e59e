"""Fault points: moments of a command's life at which the worker that has it in hand kills itself, once each.

An armed point is a file in a folder, `<moment> <Command>`; whoever can take it away dies of it. So each is met once,
by whichever worker comes there first, and what is left in the end is what nobody came to.

`python -m tests.chaos.faults work cart` is `ms-commerce work cart` with the points that FAULTS names the folder of.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from pymongo.collection import Collection

from common.contracts import answered
from common.sagas.saga import Saga


class Moment(StrEnum):
    STORE = "before the answer is stored to"
    """Its effect is there. In a transaction, it is not committed."""
    SEND = "before the answer is sent to"
    """It is stored, where one is; for an undo and a settling command, the effect alone is there."""
    GO_ON = "before the saga sends what comes after"
    """The runner has taken the answer, and stored where the saga stands."""


HALF_WAY = "after the first of what is written or deleted by"
"""A moment of commands that write several documents one by one: what is left to do they find out by themselves."""


def points_of(saga: Saga, moment: Moment) -> Iterator[str]:
    """Where a run that is done and one that is taken back come by, if each step has something to do."""
    for number, step in enumerate(saga.steps):
        stores = number <= saga.point_of_no_return  # what comes after it shows by its effect that it was done
        if stores or moment is not Moment.STORE:
            yield f"{moment} {step.do.__name__}"
        if step.undo and moment is not Moment.STORE:
            yield f"{moment} {step.undo.__name__}"


class Faults:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def arm(self, *points: str) -> None:
        for point in points:
            (self.folder / point).touch()

    def armed(self) -> list[str]:
        """What nobody has died of yet."""
        return sorted(path.name for path in self.folder.iterdir())

    def meet(self, moment: Moment | str, command: str) -> None:
        try:
            (self.folder / f"{moment} {command}").unlink()
        except FileNotFoundError:
            return
        os.kill(os.getpid(), signal.SIGKILL)


def lay(faults: Faults) -> None:
    """From now on this process dies at points that are armed."""
    from common.celery import tasks
    from common.celery.dead_letters import DeadLetters
    from common.contracts.command import Command
    from common.resources import marks, write
    from common.sagas import receivers
    from common.sagas.receivers import Answers
    from common.sagas.runs import Runs

    insert, send_keyed, move = Answers.insert, tasks.send_keyed, Runs.move
    take_own_answers, change_all_where = tasks.take_own_answers, marks.change_all_where

    def inserting(self: Any, answer: Any, session: Any = None) -> None:
        faults.meet(Moment.STORE, answer.command)
        insert(self, answer, session)

    def sending(celery: Any, task: str, queue: str, key: str, *args: Any) -> None:
        if task == answered.TASK:
            faults.meet(Moment.SEND, args[0]["command"])
        send_keyed(celery, task, queue, key, *args)

    def taking(service: str, take: Callable[[Any], None]) -> None:
        def taken(answer: Any) -> None:
            faults.meet(Moment.SEND, answer.command)
            take(answer)

        take_own_answers(service, taken)

    def moving(self: Any, before: Any, after: Any) -> bool:
        moved = move(self, before, after)
        if moved:
            faults.meet(Moment.GO_ON, after.stored["trail"][len(before.stored["trail"])]["command"])
        return moved

    in_hand = threading.local()

    def receiving(done: Callable[..., Any]) -> Callable[..., Any]:
        def do(*args: Any, **more: Any) -> Any:
            in_hand.command = next(type(each).__name__ for each in args if isinstance(each, Command))
            try:
                return done(*args, **more)
            finally:
                in_hand.command = None

        return do

    def half_way(done: Callable[..., Any]) -> Callable[..., Any]:
        def do(*args: Any, **more: Any) -> Any:
            answer = done(*args, **more)
            if command := getattr(in_hand, "command", None):
                faults.meet(HALF_WAY, command)
            return answer

        return do

    def first_one(type_id: str, document: Any, changes: Any, *more: Any) -> int:
        """As if the database had been cut off after the first of them."""
        found = change_all_where(type_id, document, changes[:1], *more)
        if changes and (command := getattr(in_hand, "command", None)):
            faults.meet(HALF_WAY, command)
        return found + change_all_where(type_id, document, changes[1:], *more)

    receivers.settle, receivers.receive = receiving(receivers.settle), receiving(receivers.receive)
    receivers.withdraw = receiving(receivers.withdraw)
    write._guarded, marks.change_where = half_way(write._guarded), half_way(marks.change_where)
    tasks.take_own_answers, marks.change_all_where = taking, first_one
    DeadLetters.erase = half_way(DeadLetters.erase)  # type: ignore[method-assign]
    Collection.delete_many = half_way(Collection.delete_many)  # type: ignore[method-assign]
    Answers.insert, tasks.send_keyed, Runs.move = inserting, sending, moving  # type: ignore[method-assign]


if __name__ == "__main__":
    from cli.main import main

    lay(Faults(Path(os.environ["FAULTS"])))
    main()
