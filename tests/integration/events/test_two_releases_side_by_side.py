"""An event of the next release reaches a worker of this one: it waits for one that understands it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from common.celery.app import make_celery
from common.celery.dead_letters import DeadLetters
from common.contracts.events import TASK
from common.resources import write
from tests.integration.events.conftest import hat_worker
from tests.integration.events.hats import Hat
from tests.integration.events.test_the_whole_way import replica_of
from tests.support.process import ServerProcess
from tests.support.waiting import wait_until

NEXT = 2
PANAMA = {
    "schemaVersion": NEXT,
    "projectKey": "shop",
    "typeId": "hat",
    "version": 1,
    "deleted": False,
    "messages": [],
    "more": None,
}


@pytest.fixture
def worker_of_the_next_release(stack: None, tmp_path: Path) -> Iterator[ServerProcess]:
    process = hat_worker(tmp_path, {"HAT_EVENTS": str(NEXT)})
    yield process
    process.stop()


def told(hat: Hat) -> None:
    make_celery("account").send_task(
        TASK,
        args=[PANAMA | {"id": hat.id, "json": {"id": hat.id, "version": 1, "name": "Panama"}}],
        queue="account.events",
    )


def gave_back(worker: ServerProcess) -> int:
    return len(re.findall("ResourceChanged with schemaVersion 2 is not understood", worker.log.read_text("utf-8")))


def test_a_newer_event_waits_for_a_worker_that_understands_it(
    worker: ServerProcess, worker_of_the_next_release: ServerProcess
) -> None:
    hat = Hat(project_key="shop")
    told(hat)
    wait_until(lambda: gave_back(worker) >= 3, 30, of="a message that is given back")
    assert replica_of(hat) == {}
    worker.stop()
    worker_of_the_next_release.start()
    assert wait_until(lambda: replica_of(hat), 30)["json"]["name"] == "Panama"
    assert DeadLetters(make_celery("product")).waiting("product") == []
    worker_of_the_next_release.stop()
    worker.start()
    write.insert("hat", other := Hat(project_key="shop", name="Boater"), [])
    wait_until(lambda: replica_of(other), 30)


def test_if_none_ever_comes_it_is_set_aside_with_its_reason(worker: ServerProcess) -> None:
    told(hat := Hat(project_key="shop"))
    letters = DeadLetters(make_celery("product"))
    (letter,) = wait_until(lambda: letters.waiting("product"), 60)
    expected = (
        "UnknownSchemaVersion: ResourceChanged with schemaVersion 2 is not understood by this version of the code"
    )
    assert letter.reason == f"{expected} (after 60 attempts)"
    assert letters.erase("product", [hat.id]) == 1
