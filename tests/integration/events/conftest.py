"""Account writes hats, product's worker listens: real processes on a real database and broker."""

import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest
from pymongo import IndexModel

from common.celery.app import make_celery
from common.celery.publishing import publish_writes
from common.database import connect, database
from common.settings import settings
from tests.support.process import ServerProcess
from tests.support.servers import Server
from tests.support.stack import free_ports


@pytest.fixture(scope="package")
def stack(mongodb_server: Server, broker: Server) -> Iterator[None]:
    """Settings that point here, for this process and those it starts; what account writes is sent at once."""
    os.environ["PORT"] = str(free_ports())
    settings.cache_clear()
    connect("account")
    connect("product")
    database("account")["hats"].create_indexes([IndexModel("_outboxSince", sparse=True)])
    database("product")["_built"].insert_one({"_id": "hat"})  # account does not run here: nobody could be asked
    publish_writes("account", make_celery("account"))
    yield
    settings.cache_clear()


@pytest.fixture(scope="package")
def worker(stack: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    process = hat_worker(tmp_path_factory.mktemp("worker"))
    process.start()
    yield process
    process.stop()


def hat_worker(folder: Path, told: Mapping[str, str] = MappingProxyType({})) -> ServerProcess:
    log = folder / "worker.log"
    command = [
        sys.executable, "-m", "celery", "--app", "tests.integration.events.hat_worker", "worker",
        "--pool", "threads", "--concurrency", "4", "--loglevel", "INFO", "--without-gossip", "--without-mingle",
    ]  # fmt: skip
    return ServerProcess("the worker", command, lambda: "ready." in log.read_text(), log, told)
