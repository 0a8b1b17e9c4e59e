"""Requests wait for the end of their saga without being a burden."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pymongo.database import Database

from apps.order.place_order import place_order
from common.errors import OverCapacity
from common.sagas.run import Run, begun, moved, now
from common.sagas.runs import Runs
from common.sagas.saga import Outcome, Progress
from common.sagas.waiting import Waiting
from tests.support.waiting import wait_until


class CountedRuns(Runs):
    """Remembers how many were asked for at once."""

    asked: list[int]

    def ended(self, saga_ids: Iterable[str]) -> Iterable[Run]:
        ids = list(saga_ids)
        self.asked.append(len(ids))
        return super().ended(ids)


@pytest.fixture
def runs(database: Database[dict[str, Any]]) -> CountedRuns:
    runs = CountedRuns(database["sagas"])
    runs.asked = []
    return runs


def begin(runs: Runs, join_key: str) -> Run:
    return runs.begin(begun(place_order, "shop", {}, join_key, now()))


def end(runs: Runs, run: Run) -> None:
    assert runs.move(run, moved(run, place_order, Progress(-1, forward=False), Outcome.REFUSED, now()))


def test_everybody_who_waits_hears_of_the_end(runs: CountedRuns) -> None:
    waiting, mine, yours = Waiting(runs), begin(runs, "mine"), begin(runs, "yours")
    with ThreadPoolExecutor(21) as pool:
        heard = [pool.submit(waiting.until_over, mine.id) for _ in range(20)]
        other = pool.submit(waiting.until_over, yours.id)
        wait_until(lambda: len(waiting._waiters) == 2, of="both sagas being waited for")
        end(runs, mine)
        assert {future.result(10).id for future in heard} == {mine.id}
        assert not other.done()
        end(runs, yours)
        assert other.result(10).id == yours.id
    assert max(runs.asked) <= 2, "twenty who wait for one saga ask once"


def test_who_is_still_about_to_begin_takes_a_place_too(runs: CountedRuns) -> None:
    """While Kafka is silent, else, every thread of the process would wait for it, and none be left for a read."""
    waiting, run = Waiting(runs, limit=2), begin(runs, "cart/1")
    with waiting.beginning(), waiting.beginning():
        with pytest.raises(OverCapacity), waiting.beginning():
            pass
        with pytest.raises(OverCapacity):
            waiting.until_over(run.id)
    with waiting.beginning():
        pass


def test_one_too_many_is_told_to_come_back_at_once(runs: CountedRuns) -> None:
    waiting, run = Waiting(runs, limit=3), begin(runs, "cart/1")
    with ThreadPoolExecutor(3) as pool:
        patient = [pool.submit(waiting.until_over, run.id) for _ in range(3)]
        wait_until(lambda: sum(map(len, waiting._waiters.values())) == 3)
        with pytest.raises(OverCapacity):
            waiting.until_over(run.id, timeout_seconds=3600)
        end(runs, run)
        assert all(future.result(10).is_over for future in patient)


def test_who_waited_too_long_makes_room_for_others(runs: CountedRuns) -> None:
    waiting, run = Waiting(runs, limit=1), begin(runs, "cart/1")
    with pytest.raises(OverCapacity):
        waiting.until_over(run.id, timeout_seconds=0.05)
    end(runs, run)
    assert waiting.until_over(run.id).id == run.id


def test_that_a_caller_was_told_is_known_at_once_and_written_down_soon(runs: CountedRuns) -> None:
    waiting, run = Waiting(runs), begin(runs, "cart/1")
    end(runs, run)
    waiting.note_told(waiting.until_over(run.id))
    assert waiting.was_told(run)
    wait_until(lambda: (stored := runs.find(run.id)) and stored.stored.get("told"))
    assert waiting.was_told(runs.find(run.id) or run)
