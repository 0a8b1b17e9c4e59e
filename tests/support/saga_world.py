"""A world in which sagas meet every misfortune, decided by a list of numbers, so that a failure can be played again.

Messages lie in a bag: they are delivered in any order, doubled, or lost. Before every single operation on a store the
process may be killed, or one or many other messages may be handled from beginning to end: what workers do at the same
time. A message that somebody was killed over is delivered again, however late: no offset was committed past it. The
runner, the decision and the receivers' protocol are the real ones; what is behind ``Stores`` is either this process's
memory or a real database.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any, NamedTuple, Protocol

from apps.order.place_order import place_order
from common.contracts.answered import Answered
from common.contracts.cancelling import CancelledOrder
from common.contracts.checkout import (
    CartClaimed,
    ClaimCart,
    PlaceOrder,
    ReservedPieces,
    ReserveStock,
    SettleStock,
    StockLine,
    StockReserved,
)
from common.contracts.command import Command
from common.contracts.erasing import CartsOfCustomer, ErasedCustomer, FindCarts, FindOrders, OrdersOfCustomer
from common.contracts.importing import ImportOrder
from common.contracts.reserving import HoldStock, ReserveOnCart, StockHeld
from common.contracts.sign_in import CartOfCustomer, HandOverCart, SignedIn
from common.errors import InvalidOperation
from common.sagas.receivers import AnswerBook, receive, settle, withdraw
from common.sagas.run import Run
from common.sagas.runner import Runner
from common.sagas.saga import Saga, command_at
from common.wire import read

PARTS = 2  # an effect is made of several writes, so that a crash can fall between them
DEEPEST = 3  # messages handled in the middle of one another
LONG = 20  # messages handled while somebody sleeps: a whole saga


class Killed(BaseException):
    """kill -9: nothing of ours gets to run any more."""


class Mark(NamedTuple):
    command: str
    part: int
    by: str


@dataclass(frozen=True)
class Delivery:
    message: Command | Answered
    again: bool = False
    """Somebody was killed over it: it is not lost."""


class Stores(Protocol):
    """Where runs, answers and effects are kept. An effect is a mark: (saga, command, part), by some delivery."""

    runs: Any
    answers: AnswerBook

    def mark(self, saga_id: str, command: str, part: int, by: str) -> str:
        """By whom it is marked from now on, or was already."""

    def unmark(self, saga_id: str, command: str, part: int, by: str) -> bool: ...

    def marks(self, saga_id: str) -> list[Mark]: ...


@dataclass
class World:
    stores: Stores
    luck: Iterator[int]
    """Bytes; 0 is good luck, and so is their end."""
    saga: Saga = place_order
    bag: list[Delivery] = field(default_factory=list)
    depth: int = 0
    story: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        runs: Any = Troubled(self.stores.runs, self.trouble)  # it answers as what it troubles does
        self.runner = Runner([self.saga], runs, self.send)
        self.answers = Troubled(self.stores.answers, self.trouble)
        self.undone = {step.undo: step.do for step in self.saga.steps if step.undo}
        self.deliveries = map(str, count())
        self.refusable = {step.do for step in self.saga.steps[: self.saga.point_of_no_return + 1]}

    def run_to_the_end(self) -> Run:
        while not (open_runs := self.open_runs()):  # killed before it was stored: asked again
            self.surviving(lambda: self.runner.start(self.saga, "shop", GIVEN[self.saga.name], "cart/1"))
        run_id = open_runs[0].id
        for _ in range(2000):
            if self.bag:
                self.deliver()
                continue
            if self.stores.runs.find(run_id).is_over:
                return self.stores.runs.find(run_id)
            self.surviving(self.runner.sweep)
        raise AssertionError(f"it never ends: {self.story[-40:]}")

    def open_runs(self) -> list[Run]:
        return list(self.stores.runs.overdue([self.saga.name], 1))

    def deliver(self) -> None:
        delivery = self.bag.pop(self.draw() % len(self.bag))
        message = delivery.message
        match self.draw():
            case 1 | 2 | 3 | 4 | 5 | 6 if not delivery.again:
                self.story.append(f"lost {_name(message)}")
                return
            case 11 | 12 | 13 | 14 | 15 | 16 | 17 | 18 | 19 | 20:
                self.story.append(f"doubled {_name(message)}")
                self.bag.append(delivery)
            case 21 | 22 | 23 | 24 | 25 | 26 if open_runs := self.open_runs():
                self.story.append("impatient")
                self.surviving(lambda: self.runner.compensate(open_runs[0]))
        self.story.append(_name(message))
        try:
            self.handle(message)
        except Killed:
            self.story.append(f"killed in {_name(message)}")
            self.bag.append(Delivery(message, again=True))

    def handle(self, message: Command | Answered) -> None:
        if isinstance(message, Answered):
            self.runner.answered(message)
        elif (do := self.undone.get(type(message))) is not None:
            self.answer(message, withdraw(self.answers, message, do, lambda undo: self.take_back(undo, do)))
        elif isinstance(message, SettleStock):
            self.answer(message, settle(message, self.sell))
        elif isinstance(message, ReserveStock):
            self.answer(message, receive(self.answers, message, self.act, self.take_back, None, self.take_back_strays))
        else:
            recall = (lambda do: LEARNED[type(do)]) if type(message).learns else None
            self.answer(message, receive(self.answers, message, self.act, self.take_back, recall, None))

    def answer(self, command: Command, answer: Answered) -> None:
        """One's own sagas are told at once (``common.celery.tasks``)."""
        if command.queue == command.asked_by:
            self.runner.answered(answer)
        else:
            self.send(answer)

    def act(self, command: Command) -> Any:
        by = next(self.deliveries)
        marked = []
        for part in range(PARTS):
            self.trouble()
            if type(command) in self.refusable and self.draw() in (31, 32, 33):
                self.story.append(f"refused {_name(command)}")
                raise InvalidOperation("Not today.")
            marked.append(ReservedPieces(str(part), 1, self.stores.mark(command.saga_id, _name(command), part, by)))
        if isinstance(command, ReserveStock):
            return StockReserved(tuple(marked))
        return LEARNED[type(command)] if type(command).learns else None

    def take_back(self, command: Command, do: type[Command] | None = None) -> None:
        """What this command has marked, or the one that it undoes."""
        self.trouble()
        for mark in self.marks_of(command, do or type(command)):
            self.stores.unmark(command.saga_id, *mark)

    def take_back_strays(self, command: Command, learned: Any) -> None:
        known = {(pieces.entry_id, pieces.by) for pieces in read(StockReserved, learned).reserved}
        for mark in self.marks_of(command, type(command)):
            if (str(mark.part), mark.by) not in known:
                self.trouble()
                self.stores.unmark(command.saga_id, *mark)

    def sell(self, command: SettleStock) -> None:
        for pieces in command.reserved or ():
            self.trouble()
            part, by = int(pieces.entry_id), pieces.by or ""
            if self.stores.unmark(command.saga_id, ReserveStock.__name__, part, by):
                self.stores.mark(command.saga_id, _name(command), part, by)

    def marks_of(self, command: Command, do: type[Command]) -> list[Mark]:
        return [mark for mark in self.stores.marks(command.saga_id) if mark.command == do.__name__]

    def send(self, message: Command | Answered) -> None:
        self.trouble()
        self.bag.append(Delivery(message))

    def trouble(self) -> None:
        """Before every operation: nothing, death, somebody else's work, or a lot of it."""
        match self.draw():
            case 41 | 42 | 43 | 44:
                raise Killed
            case 51 | 52 | 53 | 54 | 55 | 56 | 57 | 58 | 59:
                self.stand_still("meanwhile", 1)
            case 61 | 62 | 63:
                self.stand_still("slept", LONG)

    def stand_still(self, told_as: str, messages: int) -> None:
        """While others handle so many, if there are."""
        if not self.bag or self.depth == DEEPEST:
            return
        self.depth += 1
        self.story.append(told_as)
        for _ in range(messages):
            if self.bag:
                self.deliver()
        self.depth -= 1

    def draw(self) -> int:
        return next(self.luck, 0)

    def surviving(self, act: Callable[[], Any]) -> Any:
        try:
            return act()
        except Killed:
            self.story.append("killed")
            return None

    def assert_whole(self, run: Run) -> None:
        """Everything happened, once; or nothing did."""
        commands = {step.do for step in self.saga.steps}
        made_good = {ReserveStock} if SettleStock in commands else set()
        everything = sorted(command.__name__ for command in commands - made_good for _ in range(PARTS))
        expected = everything if run.stored["outcome"] == "done" else []
        assert sorted(mark.command for mark in self.stores.marks(run.id)) == expected, self.story
        assert command_at(self.saga, run.at) is None


class Troubled:
    """A store before each of whose operations there may be trouble."""

    def __init__(self, store: Any, trouble: Callable[[], None]) -> None:
        self.store, self.trouble = store, trouble

    def __getattr__(self, name: str) -> Any:
        self.trouble()
        return getattr(self.store, name)


STOCK = (StockLine("line", "hat", 1, "ReserveOnOrder"),)
GIVEN: Mapping[str, Any] = {
    "place-order": PlaceOrder(cart_version=1, draft={}, cart_id="cart"),
    "import-order": ImportOrder({"id": "order"}, STOCK),
    "cancel-order": CancelledOrder("order", STOCK, ("payment",)),
    "erase-customer": ErasedCustomer("me"),
    "sign-in": SignedIn("me", "MergeWithExistingCustomerCart", anonymous_id="session"),
    "reserve-on-cart": ReserveOnCart("cart", "noticed", STOCK),
}
"""What each saga starts with."""
LEARNED: Mapping[type[Command], Any] = {
    ClaimCart: CartClaimed(cart={"id": "cart"}, stock=STOCK, payment_ids=("payment",)),
    FindCarts: CartsOfCustomer(("cart",)),
    HandOverCart: CartOfCustomer({"id": "cart"}),
    HoldStock: StockHeld(()),
    FindOrders: OrdersOfCustomer(("order",), ("payment",)),
}


def _name(message: Command | Answered) -> str:
    return f"answer to {message.command}" if isinstance(message, Answered) else type(message).__name__
