"""Debian's Prometheus sees what three processes of one service served, also after one of them was killed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest

from common.services import table
from tests.support.process import ServerProcess
from tests.support.prometheus import Prometheus
from tests.support.servers import Server
from tests.support.stack import COMMAND, free_ports
from tests.support.waiting import wait_until

WORKERS, ASKED, AT_ONCE = 3, 150, 6
SERVED = 'sum by (job) (flask_http_request_duration_seconds_count{url_rule="/health"})'


class Product:
    def __init__(self, data_dir: Path) -> None:
        port, row = free_ports(), table()["product"]
        self.url, self.metrics = f"http://127.0.0.1:{port + row.port}", f"127.0.0.1:{port + row.metrics_port}"
        command = [str(COMMAND), "serve", "product", "--workers", str(WORKERS)]
        told = {"PORT": str(port), "DATA_DIR": str(data_dir)}
        self.process = ServerProcess("product", command, self._answers, data_dir / "product.log", told)
        self.sent = 0

    def ask(self, times: int) -> None:
        """Each on a connection of its own, so that every process gets some."""
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = list(pool.map(lambda _: httpx.get(f"{self.url}/health").status_code, range(times)))
        assert answers == [200] * times
        self.sent += times

    def workers(self) -> list[psutil.Process]:
        alive = [c for c in psutil.Process(self.process.pid).children() if c.status() != psutil.STATUS_ZOMBIE]
        return [child for child in alive if "resource_tracker" not in " ".join(child.cmdline())]

    def _answers(self) -> bool:
        try:
            answered = httpx.get(f"{self.url}/health").is_success
        except httpx.TransportError:
            return False
        self.sent += answered
        return answered


@pytest.fixture
def product(mongodb: Server, broker: Server, data_dir: Path) -> Iterator[Product]:
    product = Product(data_dir)
    product.process.start()
    yield product
    product.process.stop()


@pytest.fixture
def prometheus(product: Product, tmp_path: Path) -> Iterator[Prometheus]:
    prometheus = Prometheus(tmp_path, {"product": product.metrics})
    prometheus.process.start()
    yield prometheus
    prometheus.process.stop()


def test_totals_are_the_requests_sent_also_after_one_was_killed_and_came_back(
    product: Product, prometheus: Prometheus
) -> None:
    def total_is_right() -> bool:
        assert prometheus.values(SERVED, "job") == {"product": product.sent}
        return True

    product.ask(ASKED)
    wait_until(total_is_right, 30, of="a total that is the requests sent")
    [killed, *others] = product.workers()
    assert len(others) == WORKERS - 1
    killed.kill()
    wait_until(lambda: len({each.pid for each in product.workers()} - {killed.pid}) == WORKERS, 60, of="a new process")
    product.ask(ASKED)
    wait_until(total_is_right, 30, of="a total that is the requests sent, by the dead process too")
