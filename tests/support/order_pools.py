"""Fixtures: order's app in this process; the worker pools of cart, product and order as processes, on a real broker.

A suite that wants them imports them into its conftest.
"""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from apps.cart.service import service as cart_service
from apps.order import sagas
from apps.order.service import service
from apps.product.service import service as product_service
from cli.topics import create_topics
from common.auth.revocation import NothingRevoked
from common.celery.app import make_celery
from common.celery.publishing import publish_writes
from common.database import connect
from common.http.app import create_app
from common.resources import write
from common.resources.indexes import build
from common.services import table
from common.settings import settings
from tests.support.api import KEYS, Api, issuing
from tests.support.process import ServerProcess
from tests.support.servers import Server
from tests.support.stack import free_ports

COMMAND = Path(sys.executable).with_name("ms-commerce")
POOLS = ("cart", "product", "order")


# Of one module: where a folder is no package, pytest would keep a package's until the end of the session, and what
# other tests start would share their consumer groups with these.
@pytest.fixture(scope="module")
def pools(
    mongodb_server: Server, broker: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, ServerProcess]]:
    with running_pools(tmp_path_factory.mktemp("pools")) as running:
        yield running


@contextmanager
def running_pools(
    directory: Path,
    command: Sequence[str] = (str(COMMAND),),
    environment: Mapping[str, str] | None = None,
    names: Sequence[str] = POOLS,
) -> Iterator[Mapping[str, ServerProcess]]:
    """Name → pool, on the servers that the environment names; ``command`` stands for `ms-commerce`."""
    os.environ["PORT"] = str(free_ports())
    os.environ["DATA_DIR"] = str(directory)
    settings.cache_clear()
    create_topics(table())
    started = {name: Pool(name, directory, command, environment) for name in names}
    with ThreadPoolExecutor() as at_once:
        list(at_once.map(ServerProcess.start, started.values()))
        yield started
        list(at_once.map(ServerProcess.stop, started.values()))
    settings.cache_clear()


class Pool(ServerProcess):
    """The worker pool of a service. Each start has a log of its own, so that it says when that start is ready."""

    def __init__(
        self, name: str, directory: Path, command: Sequence[str], environment: Mapping[str, str] | None
    ) -> None:
        log = directory / f"worker-{name}.log"
        whole = [*command, "work", name, "--without-gossip", "--without-mingle"]
        super().__init__(f"worker-{name}", whole, lambda: "ready." in log.read_text(), log, environment, 180)

    def start(self) -> None:
        if self.log.exists():
            self.log.rename(self.log.with_suffix(f".{self.log.stat().st_mtime_ns}"))
        super().start()


@pytest.fixture
def app(pools: Mapping[str, ServerProcess], mongodb: Server) -> Flask:
    for other in (cart_service, product_service):
        connect(other.name)
        list(build(other))
    app = create_app(service, NothingRevoked(), keys=KEYS)
    list(build(service))
    issuing(app)
    sagas.install(app, make_celery("order"))
    return app


@pytest.fixture
def api(app: Flask) -> Api:
    return Api(app)


@pytest.fixture
def sagas_of_order(app: Flask) -> sagas.Sagas:
    found: Any = app.extensions[sagas.EXTENSION]
    return found


@pytest.fixture
def told_at_once(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """What this process writes of orders is told moments later, as a web process does; until the test ends."""
    monkeypatch.setattr(write, "_listeners", list(write._listeners))
    publish_writes("order", make_celery("order"))
