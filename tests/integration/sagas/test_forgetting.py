"""What is over is forgotten after its days, and nothing else is."""

from datetime import timedelta
from typing import Any

from pymongo.database import Database

from apps.order.place_order import place_order
from common.contracts.answered import Answered
from common.sagas.forgetting import AT_ONCE, forget_before
from common.sagas.receivers import ANSWERED_AT, Answers
from common.sagas.run import begun, moved, now
from common.sagas.runs import SPENT_SINCE, Runs
from common.sagas.saga import Outcome, Progress

Json = dict[str, Any]


def test_a_run_is_forgotten_when_it_was_over_long_enough(database: Database[Json]) -> None:
    runs = Runs(database["sagas"])
    over, under_way = (runs.begin(begun(place_order, "shop", {}, key, now())) for key in ("over", "under way"))
    runs.move(over, moved(over, place_order, Progress(-1, forward=False), Outcome.REFUSED, now()))

    assert forget_before(database["sagas"], SPENT_SINCE, now() - timedelta(days=1)) == 0
    assert forget_before(database["sagas"], SPENT_SINCE, now() + timedelta(days=1)) == 1
    assert runs.find(over.id) is None
    assert runs.find(under_way.id) is not None


def test_of_what_happens_once_for_all_time_the_run_is_kept(database: Database[Json]) -> None:
    runs = Runs(database["sagas"])
    cancelled = runs.begin(begun(place_order, "shop", {}, "cancel/1", now(), id="once"))
    runs.move(cancelled, moved(cancelled, place_order, Progress(6), Outcome.DONE, now()))
    assert forget_before(database["sagas"], SPENT_SINCE, now() + timedelta(days=1)) == 0
    assert (kept := runs.find("once")) is not None
    assert kept.is_over


def test_answers_are_forgotten_by_their_age_however_many_they_are(database: Database[Json]) -> None:
    answers = Answers(database["answers"])
    many = AT_ONCE + 1
    old = [{"_id": f"{number}/ClaimCart", ANSWERED_AT: now() - timedelta(days=2)} for number in range(many)]
    database["answers"].insert_many(old)
    answers.decide(Answered("saga", "ClaimCart", "done"))

    assert forget_before(database["answers"], ANSWERED_AT, now() - timedelta(days=1)) == many
    assert answers.of("saga", "ClaimCart") is not None
