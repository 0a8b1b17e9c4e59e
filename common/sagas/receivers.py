"""The receiving side: a command may arrive twice, late, in parallel with itself, or after its own undo; its
effect happens once, and what is answered first is answered for ever.

Answers are kept in the collection ``answers`` of the receiver's database, one per (saga, command), for as long as
``forgetting`` says; whoever inserts it first has decided, until an undo closes the command. What a command does to a
document carries the saga's mark, so that doing it again changes nothing and taking it back finds exactly what this saga
did. From these two follows everything:

- a crash before the answer is stored: the command is delivered again, its marks are found, the answer is
  stored;
- refused while a parallel delivery of the same command was half done: the one that decides second takes its
  marks back;
- an undo first closes its command, which is refused from then on whatever it was answered before, and then takes back
  what it finds. So a second delivery that slept meanwhile, having found no answer, takes back what it does;
- a second delivery that slept until the marks it should have met were made good does it all once more: whoever meets
  another's answer takes back ``strays``, which that answer does not speak of.

Where the effect is the birth of a document, ``receive_whole`` puts it and its answer into one transaction.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any, Protocol, TypeVar, cast

from pymongo import ASCENDING, IndexModel
from pymongo.client_session import ClientSession
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.contracts.answered import Answered
from common.contracts.command import Command
from common.database import database
from common.errors import ApiError, CapacityError, body_of
from common.replicas import doubt
from common.sagas.run import now
from common.wire import dump

Json = dict[str, Any]
COLLECTION = "answers"
ANSWERED_AT = "at"
INDEXES = (IndexModel([(ANSWERED_AT, ASCENDING)], name="by age"),)

C = TypeVar("C", bound=Command)
Act = Callable[[C], Any]
"""Does what the command says, once per saga however often it is called; returns what there is to learn (a
dataclass, or None), or raises the ApiError that refuses (a CapacityError is none: it asks to be tried
again)."""
TakeBack = Callable[[Any], None]
"""Removes the saga's marks and what they stand for; nothing to remove is fine."""
TakeBackStrays = Callable[[C, Any], None]
"""The same for those marks which are not in what was learned (as JSON) by whoever answered."""


class AnswerBook(Protocol):
    """What a receiver needs of ``Answers``."""

    def of(self, saga_id: str, command: str) -> Answered | None: ...

    def decide(self, answer: Answered) -> Answered: ...

    def close(self, saga_id: str, command: str) -> None: ...


class Answers:
    def __init__(self, collection: Collection[Json]) -> None:
        self.collection = collection

    def of(self, saga_id: str, command: str) -> Answered | None:
        found = self.collection.find_one({"_id": f"{saga_id}/{command}"})
        return Answered.from_json(found["answer"]) if found else None

    def decide(self, answer: Answered) -> Answered:
        """Store the answer, unless one is stored already; what holds from now on."""
        try:
            self.insert(answer)
        except DuplicateKeyError:
            return self.of(answer.saga_id, answer.command) or answer
        return answer

    def insert(self, answer: Answered, session: ClientSession | None = None) -> None:
        """DuplicateKeyError if the command is answered already."""
        self.collection.insert_one(_row(answer), session=session)

    def close(self, saga_id: str, command: str) -> None:
        """From now on the command is refused, and whoever is still at it takes back what it does."""
        row = _row(Answered(saga_id, command, "refused", refusal=CLOSED))
        self.collection.replace_one({"_id": row["_id"]}, row, upsert=True)


def _row(answer: Answered) -> Json:
    return {"_id": f"{answer.saga_id}/{answer.command}", "answer": answer.to_json(), ANSWERED_AT: now()}


@cache
def answers_of(service: str) -> Answers:
    """Those of a service that this process is connected to."""
    return Answers(cast("Collection[Json]", database(service)[COLLECTION]))


def receive(
    answers: AnswerBook,
    command: C,
    act: Act[C],
    take_back: TakeBack,
    recall: Act[C] | None = None,
    strays: TakeBackStrays[C] | None = None,
) -> Answered:
    """Do what the command says, with marks, and answer.

    What ``act`` learned is kept with the answer, unless ``recall`` can find it again as long as it matters:
    so the large and the personal is not kept twice.
    """
    if command.asks_nothing:
        return _done(command, None)
    answer = answers.of(command.saga_id, _name(command))
    if answer is None:
        fresh = _outcome(command, act)
        kept = replace(fresh, learned={}) if recall else fresh
        answer = answers.decide(kept)
        if answer is kept and answer.outcome == "done":
            return fresh
    if answer.outcome == "refused":
        take_back(command)
        return answer
    if strays:
        strays(command, answer.learned)
    return _done(command, recall(command)) if recall else answer


def receive_whole(
    answers: Answers, command: C, act: Callable[[C, ClientSession], Any], afterwards: Callable[[C], None]
) -> Answered:
    """Do what the command says and store the answer, in one transaction; ``afterwards`` runs once it is
    committed. Where it was answered before, the transaction fails and the answer of then holds."""

    def both(session: ClientSession) -> Answered:
        with doubt.noticed():
            answer = _done(command, act(command, session))
        answers.insert(answer, session)
        return answer

    try:
        with answers.collection.database.client.start_session() as session:
            answer = session.with_transaction(both)
    except CapacityError:
        raise
    except ApiError as refusal:
        return answers.decide(_refused(command, refusal))
    except DuplicateKeyError:  # a parallel delivery was faster
        if known := answers.of(command.saga_id, _name(command)):
            return known
        raise
    afterwards(command)
    return answer


def withdraw(answers: AnswerBook, undo: Command, do: type[Command], take_back: TakeBack) -> Answered:
    """Take back what ``do`` did in this saga, or will never do."""
    if not undo.asks_nothing:
        answers.close(undo.saga_id, do.__name__)
        take_back(undo)
    return _done(undo, None)


def settle(command: C, act: Act[C]) -> Answered:
    """For a command after the point of no return whose effect shows by itself that it has happened."""
    return _done(command, act(command))


CLOSED = {"statusCode": 503, "message": "The saga was turned back before.", "errors": []}


def _outcome(command: C, act: Act[C]) -> Answered:
    with doubt.noticed():
        try:
            return _done(command, act(command))
        except CapacityError:  # no answer at all: the command is tried again later
            raise
        except ApiError as refusal:
            return _refused(command, refusal)


def _done(command: Command, learned: Any) -> Answered:
    return Answered(command.saga_id, _name(command), "done", learned=dump(learned) if learned else {})


def _refused(command: Command, refusal: ApiError) -> Answered:
    return Answered(command.saga_id, _name(command), "refused", refusal=body_of(refusal))


def _name(command: Command) -> str:
    return type(command).__name__
