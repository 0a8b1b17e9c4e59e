"""A run always moves on: by answers, by the sweep, by hand."""

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner

from apps.order.place_order import place_order
from cli.sagas import sagas
from common.contracts.answered import Answered
from common.contracts.checkout import CartClaimed, PlaceOrder, StockLine
from common.contracts.command import Command
from common.sagas.run import Run
from common.sagas.runner import PATIENT_ATTEMPTS, Runner
from common.sagas.runs import Runs
from common.wire import dump

CART = {"id": "cart", "lineItems": []}
CLAIMED = CartClaimed(CART, stock=(), payment_ids=())
WITH_STOCK = CartClaimed(CART, stock=(StockLine("line", "hat", 1, "ReserveOnOrder"),), payment_ids=())


@pytest.fixture
def sent() -> list[Command]:
    return []


@pytest.fixture
def runner(runs: Runs, sent: list[Command]) -> Runner:
    return Runner([place_order], runs, sent.append)


@pytest.fixture
def run_id(runner: Runner) -> str:
    return runner.start(place_order, "shop", PlaceOrder(1, {}, cart_id="cart"), "cart/1").id


@pytest.fixture
def done(runner: Runner, run_id: str) -> Callable[..., None]:
    def done(*commands: str, learned: Any = None) -> None:
        for command in commands:
            runner.answered(Answered(run_id, command, "done", dump(learned) if learned else {}))

    return done


def names(sent: list[Command]) -> list[str]:
    return [type(command).__name__ for command in sent]


def now_of(runner: Runner, run_id: str) -> Run:
    run = runner.runs.find(run_id)
    assert run is not None
    return run


def test_what_one_step_learned_the_next_is_told(sent, done):
    done("ClaimCart", learned=WITH_STOCK)
    assert names(sent) == ["ClaimCart", "ReserveStock"]
    assert sent[-1].stock == WITH_STOCK.stock


def test_stock_is_settled_and_payments_authorised_only_where_there_are_some(runner, run_id, sent, done):
    done("ClaimCart", learned=CLAIMED)
    done("ReserveStock", "CreateOrder", "CloseCart")
    assert names(sent) == ["ClaimCart", "ReserveStock", "CreateOrder", "CloseCart"]
    assert now_of(runner, run_id).state == "done"


def test_a_run_that_another_worker_moved_on_is_not_taken_for_what_it_was(runs, run_id, sent, done):
    done("ClaimCart", learned=WITH_STOCK)
    other = Runner([place_order], runs, sent.append)
    other.answered(Answered(run_id, "ReserveStock", "done"))
    done("ReserveStock", "CreateOrder")
    assert names(sent) == ["ClaimCart", "ReserveStock", "CreateOrder", "CloseCart"]


def test_an_answer_to_something_else_is_dropped(sent, done):
    done("CloseCart", "ReserveStock")
    assert names(sent) == ["ClaimCart"]
    done("ClaimCart", learned=CLAIMED)
    done("ClaimCart", learned=CLAIMED)
    assert names(sent) == ["ClaimCart", "ReserveStock"]


def test_a_refusal_is_kept_and_everything_taken_back(runner, run_id, sent, done):
    done("ClaimCart", learned=WITH_STOCK)
    refusal = {"statusCode": 400, "message": "None left.", "errors": [{"code": "OutOfStock", "message": "None left."}]}
    runner.answered(Answered(run_id, "ReserveStock", "refused", refusal=refusal))
    assert names(sent)[-1] == "ReleaseCart"
    done("ReleaseCart")
    assert (now_of(runner, run_id).state, now_of(runner, run_id).refusal) == ("refused", refusal)


def test_what_gets_no_answer_is_sent_again_as_the_same_command(runner, run_id, sent):
    assert [runner.sweep() for _ in range(3)] == [1, 1, 1]
    assert sent == [sent[0]] * 4


def test_it_is_turned_back_when_nobody_answers_for_long(runner, run_id, sent, done):
    done("ClaimCart", learned=WITH_STOCK)
    for _ in range(PATIENT_ATTEMPTS):
        runner.sweep()
    assert names(sent)[-1] == "ReleaseStock"
    assert now_of(runner, run_id).state == "turning back"
    assert now_of(runner, run_id).refusal["statusCode"] == 503


def test_past_the_point_of_no_return_it_is_parked_and_still_sent(runner, run_id, sent, done):
    done("ClaimCart", learned=CLAIMED)
    done("ReserveStock", "CreateOrder")
    for _ in range(PATIENT_ATTEMPTS + 1):
        runner.sweep()
    assert runner.runs.count_parked() == 1
    assert now_of(runner, run_id).state == "parked"
    assert names(sent)[-1] == "CloseCart"
    done("CloseCart")
    assert runner.runs.count_parked() == 0
    assert now_of(runner, run_id).state == "done"


def test_an_operator_sees_where_it_stands_and_how_it_came_there(runner, run_id, done):
    done("ClaimCart", learned=CLAIMED)
    listed = CliRunner().invoke(sagas, ["list"], env={"COLUMNS": "200"}, catch_exceptions=False)
    assert run_id in listed.output
    shown = CliRunner().invoke(sagas, ["show", run_id], catch_exceptions=False).output
    assert "under way" in shown
    assert "ClaimCart  done" in shown
    assert "waits for ReserveStock, sent 1 times" in shown


def test_an_operator_has_it_sent_again_at_once(runner, run_id):
    before = now_of(runner, run_id).stored["dueAt"]
    CliRunner().invoke(sagas, ["retry", run_id], catch_exceptions=False)
    assert now_of(runner, run_id).stored["dueAt"] < before


def test_what_cannot_turn_is_not_turned_by_hand_either(runner, run_id, done):
    done("ClaimCart", learned=CLAIMED)
    done("ReserveStock", "CreateOrder")
    refused = CliRunner().invoke(sagas, ["compensate", run_id], catch_exceptions=False)
    assert refused.exit_code == 1
    assert "cannot turn" in refused.output
