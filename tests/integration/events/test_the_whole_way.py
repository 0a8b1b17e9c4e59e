"""A write here is a replica there: through the outbox, Kafka, a worker's process and another database."""

import os
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from mongoengine import StringField

from common.celery.app import make_celery
from common.celery.publishing import publish_writes
from common.database import connect, database
from common.observability import trail
from common.resources import write
from common.resources.document import Resource
from common.settings import settings
from tests.support.process import ServerProcess, free_port
from tests.support.servers import Server
from tests.support.waiting import wait_until


class Hat(Resource):
    meta = {"db_alias": "account", "collection": "hats"}

    name = StringField()


@pytest.fixture(scope="module")
def stack(mongodb_server: Server, broker: Server) -> Iterator[None]:
    """Settings that point here, for this process and those it starts."""
    os.environ["PORT"] = str(free_port())
    settings.cache_clear()
    connect("account")
    connect("product")
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


def test_a_write_is_soon_a_replica(worker: ServerProcess) -> None:
    publish_writes("account", make_celery("account"))
    hat = Hat(project_key="shop", name="Boater")
    write.insert("hat", hat, [])
    replica = wait_until(lambda: database("product")["replicas"].find_one({"_id": f"shop/hat/{hat.id}"}), 30)
    assert replica["json"]["name"] == "Boater"
