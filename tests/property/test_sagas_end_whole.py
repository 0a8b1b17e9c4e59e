"""Whatever is lost, late, doubled, killed or done at the same time: an order is placed entirely or not at all."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from apps.cart.reserve_on_cart import reserve_on_cart
from apps.customer.sign_in import sign_in
from apps.order.cancel_order import cancel_order
from apps.order.erase_customer import erase_customer
from apps.order.import_order import import_order
from apps.order.place_order import place_order
from common.contracts.answered import Answered
from common.sagas import receivers, runner
from common.sagas.saga import Outcome, Progress, Saga, after
from tests.support.saga_memory import MemoryStores
from tests.support.saga_world import World

GENERATE_ONLY = [Phase.generate]  # a mutant needs no smallest example
luck = st.binary(min_size=200, max_size=400)
KILLED_OVER_A_CLAIM_THAT_IS_WITHDRAWN = bytes([*[0] * 3, 21, *[0] * 5, 51, *[0] * 7, 41, *[0] * 4, 1])
SLEPT_UNTIL_ITS_CLAIM_WAS_WITHDRAWN = bytes([0, 0, 0, 11, 0, 61, 0, 21])
SLEPT_UNTIL_ITS_PIECES_WERE_SOLD = bytes([*[0] * 17, 11, 0, 61])
thorough = settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))


@thorough
@given(luck)
@example(KILLED_OVER_A_CLAIM_THAT_IS_WITHDRAWN)
@example(SLEPT_UNTIL_ITS_CLAIM_WAS_WITHDRAWN)
@example(SLEPT_UNTIL_ITS_PIECES_WERE_SOLD)
def test_a_saga_ends_whole_or_not_at_all(luck: bytes) -> None:
    ends_whole(luck)


@pytest.mark.parametrize(
    "saga", [import_order, cancel_order, erase_customer, reserve_on_cart, sign_in], ids=lambda saga: saga.name
)
def test_so_does_each_other_saga(saga: Saga) -> None:
    @settings(thorough, max_examples=1000)
    @given(luck)
    def law(luck: bytes) -> None:
        ends_whole(luck, saga)

    law()


def ends_whole(luck: bytes, saga: Saga = place_order) -> None:
    world = World(MemoryStores(), iter(luck), saga)
    world.assert_whole(world.run_to_the_end())


Decision = Callable[[Saga, Progress, Outcome], Progress]


def never_turns_back(saga: Saga, at: Progress, outcome: Outcome) -> Progress:
    return replace(at, step=at.step + 1) if outcome is Outcome.REFUSED and at.forward else after(saga, at, outcome)


def forgets_what_may_have_happened(saga: Saga, at: Progress, outcome: Outcome) -> Progress:
    to = after(saga, at, outcome)
    return Progress(at.step - 1, forward=False) if outcome is Outcome.UNKNOWN and to != at else to


def turns_back_past_the_point_of_no_return(saga: Saga, at: Progress, outcome: Outcome) -> Progress:
    if outcome is Outcome.UNKNOWN and at.forward and at.step == saga.point_of_no_return:
        return Progress(at.step - 1, forward=False)
    return after(saga, at, outcome)


def skips_an_undo(saga: Saga, at: Progress, outcome: Outcome) -> Progress:
    to = after(saga, at, outcome)
    return replace(to, step=to.step - 1) if not to.forward and at.forward else to


@pytest.mark.parametrize(
    "wrong",
    [never_turns_back, forgets_what_may_have_happened, turns_back_past_the_point_of_no_return, skips_an_undo],
)
def test_a_wrong_decision_is_caught(wrong: Decision, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "after", wrong)
    assert is_caught()


def acts_again_and_again(answers: Any, command: Any, act: Any, take_back: Any, *_: Any) -> Any:
    return receivers._outcome(command, act)


def answers_without_looking(answers: Any, command: Any, act: Any, take_back: Any, *_: Any) -> Any:
    known = answers.of(command.saga_id, type(command).__name__)
    answer = known or receivers._outcome(command, act)
    answers.decide(answer)
    return answer


def leaves_half_of_it(answers: Any, command: Any, act: Any, _take_back: Any, *more: Any) -> Any:
    return receivers.receive(answers, command, act, lambda _: None, *more)


@pytest.mark.parametrize("wrong", [acts_again_and_again, answers_without_looking, leaves_half_of_it])
def test_a_forgetful_receiver_is_caught(wrong: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.support.saga_world.receive", wrong)
    assert is_caught()


def test_an_undo_that_does_not_forbid_what_it_undoes_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def only_takes_back(answers: Any, undo: Any, do: Any, take_back: Any) -> Any:
        take_back(undo)
        return receivers._done(undo, None)

    monkeypatch.setattr("tests.support.saga_world.withdraw", only_takes_back)
    assert is_caught()


def test_an_undo_that_lets_an_earlier_answer_stand_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def only_forbids(answers: Any, undo: Any, do: Any, take_back: Any) -> Any:
        answers.decide(Answered(undo.saga_id, do.__name__, "refused", refusal=receivers.CLOSED))
        take_back(undo)
        return receivers._done(undo, None)

    monkeypatch.setattr("tests.support.saga_world.withdraw", only_forbids)
    with pytest.raises(AssertionError, match="slept"):
        ends_whole(SLEPT_UNTIL_ITS_CLAIM_WAS_WITHDRAWN)


def test_a_receiver_that_leaves_what_nobody_was_answered_for_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    def lets_strays_be(answers: Any, command: Any, act: Any, take_back: Any, recall: Any, strays: Any) -> Any:
        return receivers.receive(answers, command, act, take_back, recall)

    monkeypatch.setattr("tests.support.saga_world.receive", lets_strays_be)
    with pytest.raises(AssertionError, match="slept"):
        ends_whole(SLEPT_UNTIL_ITS_PIECES_WERE_SOLD)


def is_caught() -> bool:
    """Whether the law fails for some luck."""

    @settings(thorough, max_examples=6000, phases=GENERATE_ONLY, report_multiple_bugs=False)
    @given(luck)
    def law(luck: bytes) -> None:
        ends_whole(luck)

    try:
        law()
    except AssertionError:
        return True
    return False
