"""A web process that is told to end finishes what it began: a rolling deploy fails no request.

In the cluster a pod that shall end gets no new requests first (preStop); here its callers stop asking just before.
"""

import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import httpx
import pytest

from cli.serve import DRAIN_SECONDS
from common.database import connect, database
from common.services import table
from common.settings import settings
from tests.support.process import ServerProcess
from tests.support.servers import Server
from tests.support.stack import free_ports
from tests.support.waiting import wait_until

COMMAND = Path(sys.executable).with_name("ms-commerce")
CALLERS = 8


def answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False


@pytest.fixture
def account(mongodb: Server, broker: Server, tmp_path: Path):
    """The account service as a process of its own; its address."""
    port = free_ports()
    url = f"http://127.0.0.1:{port + table()['account'].port}"
    environment = {"PORT": str(port), "DATA_DIR": str(tmp_path)}
    process = ServerProcess(
        "account",
        [str(COMMAND), "serve", "account"],
        lambda: answers(f"{url}/ready"),
        tmp_path / "account.log",
        environment,
    )
    process.start()
    yield process, url
    process.kill()


def test_requests_under_way_are_answered_and_kept(account: tuple[ServerProcess, str]) -> None:
    process, url = account
    last_call, heard = Event(), Counter[int]()

    def sign_people_up(caller: int) -> None:
        """One after the other over one connection, until it is the last call; hashing makes each take a while."""
        with httpx.Client(base_url=url, timeout=60) as http:
            number = 0
            while not last_call.is_set():
                number += 1
                person = {"email": f"{caller}-{number}@example.com", "firstName": "A", "lastName": "B"}
                answer = http.post("/api/account/signup", json=person | {"password": "correct horse"})
                heard[answer.status_code] += 1

    with ThreadPoolExecutor(CALLERS) as callers:
        begun = [callers.submit(sign_people_up, number) for number in range(CALLERS)]
        wait_until(lambda: heard[201] > 2 * CALLERS, 60, of="the service being busy")
        last_call.set()
        process.stop(DRAIN_SECONDS + 5)  # at once: each caller still waits for an answer
        for one in begun:
            one.result()
    assert set(heard) == {201}
    assert not process.running
    settings.cache_clear()
    connect("account")
    assert database("account")["users"].count_documents({}) == heard[201]
