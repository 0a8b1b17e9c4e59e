"""A write here is a replica there: through the outbox, Kafka, a worker's process and another database."""

import json
from collections.abc import Mapping
from typing import Any

from common.celery.app import make_celery
from common.celery.dead_letters import DeadLetters
from common.database import database
from common.observability import trail
from common.resources import write
from common.resources.document import stored
from tests.integration.events.hats import Hat
from tests.support.process import ServerProcess
from tests.support.waiting import wait_until


def replica_of(hat: Hat) -> Mapping[str, Any]:
    return database("product")["replicas"].find_one({"_id": f"shop/hat/{hat.id}"}) or {}


def test_a_write_is_soon_a_replica_until_it_is_deleted(worker: ServerProcess) -> None:
    hat = Hat(project_key="shop", name="Boater")
    write.insert("hat", hat, [])
    assert wait_until(lambda: replica_of(hat), 30)["json"]["name"] == "Boater"

    before = stored(hat)
    hat.name, hat.version = "Panama", 2
    write.save_change("hat", hat, before, [])
    wait_until(lambda: replica_of(hat).get("json", {}).get("name") == "Panama")

    write.bury("hat", hat, [])
    wait_until(lambda: replica_of(hat).get("deleted"))
    wait_until(lambda: database("account")["hats"].find_one({"_id": hat.id}) is None)


def attempts(hat: Hat) -> list[Mapping[str, Any]]:
    return list(database("product")["attempts"].find({"id": hat.id}))


def test_a_listener_that_fails_is_asked_again_on_the_same_trail(worker: ServerProcess) -> None:
    hat = Hat(project_key="shop", succeeds_at_attempt=2)
    with trail.following(trail.from_client({"X-Correlation-ID": "checkout-42"})):
        write.insert("shy-hat", hat, [])
    wait_until(lambda: len(attempts(hat)) == 2, 30)
    assert {attempt["correlationId"] for attempt in attempts(hat)} == {"checkout-42"}

    def lines() -> list[Mapping[str, Any]]:
        parsed = (json.loads(line) for line in worker.log.read_text().splitlines() if line.startswith("{"))
        return [line for line in parsed if line.get("correlationId") == "checkout-42"]

    wait_until(lambda: any("succeeded" in line["message"] for line in lines()))
    assert any("fail_at_first failed" in line["message"] and line["projectKey"] == "shop" for line in lines())


def test_what_fails_for_good_is_set_aside_with_its_reason_and_can_be_replayed(worker: ServerProcess) -> None:
    letters = DeadLetters(make_celery("product"))
    hat = Hat(project_key="shop", succeeds_at_attempt=4)
    write.insert("shy-hat", hat, [])
    (letter,) = wait_until(lambda: letters.waiting("product"), 30)
    assert (letter.task, letter.group) == ("events.resource_changed", "worker-product")
    assert letter.reason == "ValueError: shy (after 3 attempts)"
    assert len(attempts(hat)) == 3

    assert letters.replay("product") == 1
    wait_until(lambda: len(attempts(hat)) == 4, 30)
    assert letters.waiting("product") == []


def test_dead_letters_that_speak_of_an_erased_person_go_and_the_others_stay(worker: ServerProcess) -> None:
    letters = DeadLetters(make_celery("product"))
    erased, other = (Hat(project_key="shop", succeeds_at_attempt=9) for _ in range(2))
    for hat in (erased, other):
        write.insert("shy-hat", hat, [])
    wait_until(lambda: len(letters.waiting("product")) == 2, 60)
    assert letters.erase("product", [erased.id]) == 1
    [left] = letters.waiting("product")
    assert left.speaks_of([other.id])
    assert letters.erase("product", [erased.id]) == 0
    assert letters.erase("product", [other.id]) == 1
    assert letters.waiting("product") == []
