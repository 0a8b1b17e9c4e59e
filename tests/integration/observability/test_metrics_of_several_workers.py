"""However many processes a service has, its metrics are their sum, and a restart begins at nothing."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from common.services import table
from tests.support.process import ServerProcess
from tests.support.servers import Server
from tests.support.stack import free_ports
from tests.support.waiting import wait_until

ASKED = 40


@pytest.fixture
def account(mongodb: Server, broker: Server, data_dir: Path) -> Iterator[tuple[ServerProcess, str, str]]:
    """The account service with two processes; its address, and that of its metrics."""
    port = free_ports()
    row = table()["account"]
    address, metrics = (f"http://127.0.0.1:{port + offset}" for offset in (row.port, row.metrics_port))
    process = ServerProcess(
        "account",
        [sys.executable, "-c", "from cli.main import main; main()", "serve", "account", "--workers", "2"],
        lambda: answers(f"{address}/health"),
        data_dir / "account.log",
        {"PORT": str(port), "DATA_DIR": str(data_dir)},
    )
    process.start()
    yield process, address, metrics
    process.stop()


def answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False


def counted(metrics: str) -> int:
    text = httpx.get(f"{metrics}/metrics").text
    counts = re.findall(r'flask_http_request_duration_seconds_count\{.*url_rule="/health".*\} (\S+)', text)
    return int(sum(map(float, counts)))


def test_the_sum_is_right_and_a_restart_begins_at_nothing(account: tuple[ServerProcess, str, str]) -> None:
    process, address, metrics = account
    before = counted(metrics)
    for _ in range(ASKED):  # each on a connection of its own, so that both processes get some
        httpx.get(f"{address}/health")
    wait_until(lambda: counted(metrics) == before + ASKED)
    assert "flask_http" not in httpx.get(f"{address}/metrics").text  # not where clients are

    process.stop()
    process.start()
    assert counted(metrics) < ASKED


def test_ready_asks_the_database_and_the_broker(account: tuple[ServerProcess, str, str]) -> None:
    _, address, _ = account
    assert httpx.get(f"{address}/ready").json()["checks"] == {"database": "ok", "broker": "ok"}
