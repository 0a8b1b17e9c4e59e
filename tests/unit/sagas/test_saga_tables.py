"""A saga that could not work is refused when it is declared."""

from dataclasses import dataclass
from typing import ClassVar

import pytest

from apps.order.place_order import place_order
from common.contracts.checkout import CloseCart, CreateOrder, PlaceOrder, ReleaseStock, ReserveStock
from common.contracts.command import Command
from common.sagas.saga import Outcome, Progress, Saga, Step, after, command_at, is_over, needed_from


@dataclass(frozen=True)
class Nothing:
    pass


@dataclass(frozen=True)
class Ring(Command):
    queue: ClassVar[str] = "order"


@dataclass(frozen=True)
class Silence(Command):
    queue: ClassVar[str] = "order"


def test_an_undo_after_the_point_of_no_return_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="point of no return"):
        Saga("bell", Step(Ring), Step(Silence, undo=Ring), given=Nothing)


def test_a_command_that_needs_what_nobody_told_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="nobody told ReserveStock its stock"):
        Saga("half", Step(ReserveStock, undo=ReleaseStock), Step(CreateOrder), given=PlaceOrder)


def test_a_command_that_stands_twice_is_a_mistake() -> None:
    with pytest.raises(TypeError, match="stands in it twice"):
        Saga("bell", Step(Ring), Step(Ring), given=Nothing)


def test_an_order_is_placed_step_by_step() -> None:
    at, commands = Progress(), []
    while command := command_at(place_order, at):
        commands.append(command.__name__)
        at = after(place_order, at, Outcome.DONE)
    assert commands == ["ClaimCart", "ReserveStock", "AuthorisePayment", "CreateOrder", "CloseCart", "SettleStock"]
    assert is_over(place_order, at)


def test_a_refused_payment_gives_stock_and_cart_back() -> None:
    at, commands = after(place_order, Progress(2), Outcome.REFUSED), []
    while command := command_at(place_order, at):
        commands.append(command.__name__)
        at = after(place_order, at, Outcome.DONE)
    assert commands == ["ReleaseStock", "ReleaseCart"]


def test_what_may_have_happened_is_undone_too() -> None:
    assert command_at(place_order, after(place_order, Progress(1), Outcome.UNKNOWN)) is ReleaseStock


@pytest.mark.parametrize("outcome", [Outcome.REFUSED, Outcome.UNKNOWN])
def test_past_the_point_of_no_return_a_command_is_sent_until_it_succeeds(outcome: Outcome) -> None:
    at = after(place_order, Progress(4), outcome)
    assert command_at(place_order, at) is CloseCart


def test_a_run_needs_what_may_still_be_asked_for():
    stock = {"stock", "cartId", "cartKey"}
    assert needed_from(place_order, Progress(1)) == {*stock, "reserved", "paymentIds", "cart", "draft", "createdBy"}
    assert needed_from(place_order, Progress(4)) == {*stock, "reserved"}, "nobody asks again for the cart of an order"
    assert needed_from(place_order, Progress(1, forward=False)) == stock
    assert needed_from(place_order, Progress(0, forward=False)) == {"cartId", "cartKey"}
    assert needed_from(place_order, Progress(6)) == needed_from(place_order, Progress(-1, forward=False)) == set()
