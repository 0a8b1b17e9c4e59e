"""A write here is a replica there: through the outbox, Kafka, a worker's process and another database."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import pytest
from mongoengine import IntField, StringField

from common.celery.app import make_celery
from common.celery.publishing import publish_writes
from common.database import connect, database
from common.observability import trail
from common.resources import write
from common.resources.document import Resource, stored
from common.settings import settings
from tests.support.process import ServerProcess, free_port
from tests.support.servers import Server
from tests.support.waiting import wait_until


class Hat(Resource):
    meta: ClassVar[dict[str, Any]] = {"db_alias": "account", "collection": "hats"}

    name = StringField()
    succeeds_at_attempt = IntField()


@pytest.fixture(scope="module")
def stack(mongodb_server: Server, broker: Server) -> Iterator[None]:
    """Settings that point here, for this process and those it starts; what account writes is sent at once."""
    os.environ["PORT"] = str(free_port())
    settings.cache_clear()
    connect("account")
    connect("product")
    publish_writes("account", make_celery("account"))
    yield
    settings.cache_clear()


@pytest.fixture(scope="module")
def worker(stack: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    log = tmp_path_factory.mktemp("worker") / "worker.log"
    command = [
        sys.executable, "-m", "celery", "--app", "tests.integration.events.hat_worker", "worker",
        "--pool", "threads", "--concurrency", "4", "--loglevel", "INFO", "--without-gossip", "--without-mingle",
    ]  # fmt: skip
    process = ServerProcess("the worker", command, lambda: "ready." in log.read_text(), log)
    process.start()
    yield process
    process.stop()


def replica_of(hat: Hat) -> Mapping[str, Any] | None:
    return database("product")["replicas"].find_one({"_id": f"shop/hat/{hat.id}"})


def test_a_write_is_soon_a_replica_until_it_is_deleted(worker: ServerProcess) -> None:
    hat = Hat(project_key="shop", name="Boater")
    write.insert("hat", hat, [])
    assert wait_until(lambda: replica_of(hat), 30)["json"]["name"] == "Boater"

    before = stored(hat)
    hat.name, hat.version = "Panama", 2
    write.save_change("hat", hat, before, [])
    wait_until(lambda: (replica_of(hat) or {}).get("json", {}).get("name") == "Panama")

    write.bury("hat", hat, [])
    wait_until(lambda: (replica_of(hat) or {}).get("deleted"))
    wait_until(lambda: database("account")["hats"].find_one({"_id": hat.id}) is None)


def attempts(hat: Hat) -> list[Mapping[str, Any]]:
    return list(database("product")["attempts"].find({"id": hat.id}))


def test_a_listener_that_fails_is_asked_again_on_the_same_trail(worker: ServerProcess) -> None:
    hat = Hat(project_key="shop", succeeds_at_attempt=2)
    with trail.following(trail.from_client({"X-Correlation-ID": "checkout-42"})):
        write.insert("shy-hat", hat, [])
    wait_until(lambda: len(attempts(hat)) == 2, 30)
    assert {attempt["correlationId"] for attempt in attempts(hat)} == {"checkout-42"}
    lines = [json.loads(line) for line in worker.log.read_text().splitlines() if line.startswith("{")]
    ours = [line for line in lines if line.get("correlationId") == "checkout-42"]
    assert any("fail_at_first failed" in line["message"] and line["projectKey"] == "shop" for line in ours)
    assert any("succeeded" in line["message"] for line in ours)
