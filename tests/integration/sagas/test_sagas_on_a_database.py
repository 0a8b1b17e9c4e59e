"""The same law as in tests/property, on a real server: its unique indexes, guards and transactions do what the
memory of a test only imitates."""

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pymongo.client_session import ClientSession
from pymongo.database import Database

from apps.order.cancel_order import cancel_order
from apps.order.erase_customer import erase_customer
from apps.order.import_order import import_order
from apps.order.place_order import place_order
from common.contracts.answered import Answered
from common.contracts.checkout import CreateOrder
from common.errors import DuplicateField
from common.sagas.receivers import Answers, receive_whole
from common.sagas.run import Run, begun, moved, now
from common.sagas.runs import Runs
from common.sagas.saga import Outcome, Saga, after
from tests.integration.sagas.conftest import ImpatientRuns
from tests.support.saga_world import Mark, World

Json = dict[str, Any]
SEEDS = range(40)


class DatabaseStores:
    def __init__(self, database: Database[Json]) -> None:
        self.runs, self.answers = ImpatientRuns(database["sagas"]), Answers(database["answers"])
        self.effects = database["effects"]

    def mark(self, saga_id: str, command: str, part: int, by: str) -> str:
        _id = f"{saga_id}/{command}/{part}"
        if not self.effects.find_one({"_id": _id}):
            self.effects.insert_one({"_id": _id, "saga": saga_id, "part": part, "marks": [], "count": 0})
        change = {"$push": {"marks": {"saga": saga_id, "command": command, "by": by}}, "$inc": {"count": 1}}
        self.effects.update_one({"_id": _id, "marks.saga": {"$ne": saga_id}}, change)
        return str(self.effects.find_one({"_id": _id})["marks"][0]["by"])

    def unmark(self, saga_id: str, command: str, part: int, by: str) -> bool:
        guard = {"_id": f"{saga_id}/{command}/{part}", "marks": {"$elemMatch": {"command": command, "by": by}}}
        change = {"$pull": {"marks": {"command": command, "by": by}}, "$inc": {"count": -1}}
        return bool(self.effects.update_one(guard, change).matched_count)

    def marks(self, saga_id: str) -> list[Mark]:
        found = list(self.effects.find({"saga": saga_id, "count": {"$ne": 0}}))
        assert all(effect["count"] == 1 for effect in found)
        return [Mark(mark["command"], effect["part"], mark["by"]) for effect in found for mark in effect["marks"]]


@pytest.mark.parametrize("seed", SEEDS)
def test_a_saga_ends_whole_or_not_at_all(seed: int, database: Database[Json]) -> None:
    world = World(DatabaseStores(database), iter(random.Random(seed).randbytes(300)))
    world.assert_whole(world.run_to_the_end())


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("saga", [import_order, cancel_order, erase_customer], ids=lambda saga: saga.name)
def test_so_does_each_other_saga(saga: Saga, seed: int, database: Database[Json]) -> None:
    world = World(DatabaseStores(database), iter(random.Random(seed).randbytes(300)), saga)
    world.assert_whole(world.run_to_the_end())


def a_run(join_key: str = "cart/1") -> Run:
    return begun(place_order, "shop", {"cartId": "cart", "cartVersion": 1, "draft": {}}, join_key, now())


def test_a_repeated_request_joins_the_run_under_way(runs: Runs) -> None:
    with ThreadPoolExecutor(20) as pool:
        started = list(pool.map(lambda _: runs.begin(a_run()).id, range(100)))
    assert len(set(started)) == 1


def test_a_run_that_is_over_is_joined_no_more(runs: Runs) -> None:
    first = runs.begin(a_run())
    runs.move(first, moved(first, place_order, after(place_order, first.at, Outcome.REFUSED), Outcome.REFUSED, now()))
    assert runs.begin(a_run()).id != first.id


def test_two_answers_at_once_move_a_run_once(runs: Runs) -> None:
    run = runs.begin(a_run())
    forward = moved(run, place_order, after(place_order, run.at, Outcome.DONE), Outcome.DONE, now())
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: runs.move(run, forward), range(8))) == 1


def test_one_of_several_sweeps_sends_again(runs: Runs) -> None:
    run = runs.begin(a_run())
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda _: runs.postpone(run, now(), parked=False), range(8))) == 1


def test_what_was_learned_goes_when_the_run_is_over(runs: Runs) -> None:
    run = runs.begin(a_run())
    back = moved(run, place_order, after(place_order, run.at, Outcome.REFUSED), Outcome.REFUSED, now(), {"cart": {}})
    runs.move(run, back)
    stored = runs.find(run.id)
    assert stored is not None
    assert stored.is_over
    assert not {"learned", "open", "dueAt"} & stored.stored.keys()


def test_a_birth_and_its_answer_are_one_transaction(database: Database[Json]) -> None:
    answers, orders = Answers(database["answers"]), database["orders"]
    command = CreateOrder("saga", "shop", cart={}, draft={})

    def born(command: CreateOrder, session: ClientSession) -> None:
        orders.insert_one({"_id": command.saga_id}, session=session)

    with ThreadPoolExecutor(8) as pool:
        outcomes = {a.outcome for a in pool.map(lambda _: receive_whole(answers, command, born, _nothing), range(8))}
    assert outcomes == {"done"}
    assert orders.count_documents({}) == 1

    def refused(command: CreateOrder, session: ClientSession) -> None:
        orders.insert_one({"_id": "half"}, session=session)
        raise DuplicateField("orderNumber", "1")

    other = CreateOrder("other", "shop", cart={}, draft={})
    answer = receive_whole(answers, other, refused, _nothing)
    assert answer.refusal is not None
    assert answer.refusal["errors"][0]["code"] == "DuplicateField"
    assert orders.find_one({"_id": "half"}) is None
    assert receive_whole(answers, other, born, _nothing) == answer, "what was answered first holds"


def test_what_was_decided_first_holds(database: Database[Json]) -> None:
    answers = Answers(database["answers"])
    race = [Answered("saga", "ReserveStock", "done"), Answered("saga", "ReserveStock", "refused")] * 10
    with ThreadPoolExecutor(20) as pool:
        assert len({str(answer) for answer in pool.map(answers.decide, race)}) == 1


def _nothing(command: object) -> None:
    pass
