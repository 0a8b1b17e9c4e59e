"""`ms-commerce work cart` twice on one machine: neither takes the other's name, port, partitions or numbers."""

import os
import re
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from celery import Celery

from cli.topics import QUIET
from common.celery.app import make_celery
from common.services import table
from common.settings import settings
from tests.support.process import ServerProcess
from tests.support.servers import Server
from tests.support.stack import COMMAND, free_ports
from tests.support.waiting import wait_until

HERE = socket.gethostname()


class Pool:
    """Workers of cart that share everything: PORT, DATA_DIR, broker and database."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.environment = {"PORT": str(free_ports()), "DATA_DIR": str(directory / "data")}
        self.metrics_port = int(self.environment["PORT"]) + table()["cart"].worker.metrics_port
        self.celery: Celery = make_celery("cart")
        self.celery.conf.broker_transport_options |= QUIET
        self.workers: list[ServerProcess] = []

    def start(self, *options: str) -> ServerProcess:
        log = self.directory / f"{len(self.workers)}.log"
        worker = ServerProcess(
            "worker-cart",
            [str(COMMAND), "work", "cart", *options],
            lambda: " ready." in log.read_text(),
            log,
            self.environment,
        )
        self.workers.append(worker)
        worker.start()
        return worker

    def names(self) -> list[str]:
        """Who answers a ping, each as often as it does."""
        return sorted(name for answer in self.celery.control.ping(timeout=2.0) or () for name in answer)


@pytest.fixture
def pool(mongodb: Server, broker: Server, tmp_path: Path) -> Iterator[Pool]:
    settings.cache_clear()
    started = Pool(tmp_path)
    yield started
    for worker in started.workers:
        worker.kill()


def counts(port: int) -> bool:
    return "celery_kafka" in httpx.get(f"http://127.0.0.1:{port}/metrics").text


def test_each_has_a_name_a_port_and_a_share_of_the_work(pool: Pool) -> None:
    first, second = pool.start(), pool.start()
    both = [f"worker-cart@{HERE}", f"worker-cart@{HERE}-2"]
    wait_until(lambda: pool.names() == both, 30, of="both workers answering")

    told = re.search(rf"The metrics of worker-cart@{HERE}-2 are on port (\d+)\.", second.log.read_text())
    assert told is not None
    wait_until(lambda: counts(pool.metrics_port) and counts(int(told[1])), 30, of="both workers' metrics")

    transport = pool.celery.connection_for_read().transport
    wait_until(
        lambda: (
            all(len(topics) > 1 for _, topics in transport.topics.members("worker-cart"))
            and len(transport.topics.members("worker-cart")) == len(both)
        ),
        60,
        of="both reading",
    )
    first.kill()
    pool.start()
    wait_until(lambda: pool.names() == both, 30, of="the successor having the killed one's name")
    assert counts(pool.metrics_port)


def test_where_the_port_is_watched_a_second_one_is_told_how_to_choose_another(pool: Pool) -> None:
    pool.environment |= {"ENVIRONMENT": "staging", "INTERNAL_SECRET": "a-secret-of-thirty-two-characters"}
    first = pool.start()
    again = subprocess.run(
        [COMMAND, "work", "cart"],
        env=os.environ | pool.environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert again.returncode == 1
    assert again.stderr.startswith(
        f"Error: Port {pool.metrics_port} (the metrics of worker-cart@{HERE}-2) is in use by "
    )
    assert again.stderr.endswith(": end that, or choose another with --metrics-port=…\n")
    assert first.running

    pool.start("--metrics-port", "0", "--instance", "blue")
    wait_until(lambda: set(pool.names()) == {f"worker-cart@{HERE}", "worker-cart@blue"}, 30, of="both answering")
