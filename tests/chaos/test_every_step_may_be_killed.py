"""Every command of the saga loses its worker at each of the moments of tests/chaos/faults.py: between its effect and
its answer, and between the answer and what comes after. All of it happens, or nothing, all the same.
"""

import sys
import threading
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from flask import Flask

from apps.order.place_order import place_order
from tests.chaos.faults import Faults, Moment, points_of
from tests.chaos.shoppers import bought
from tests.support.books import Books
from tests.support.carts import a_cart, a_line, a_stock
from tests.support.order_pools import running_pools
from tests.support.process import ServerProcess
from tests.support.servers import Server
from tests.support.waiting import wait_until

LOOK_EVERY_SECONDS = 0.05
PAID = {"payments": [{"typeId": "payment", "id": "a-payment"}]}


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Faults:
    return Faults(tmp_path_factory.mktemp("faults"))


@pytest.fixture(scope="module")
def pools(
    faults: Faults, mongodb_server: Server, broker: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, ServerProcess]]:
    """Those that die of armed faults, each watched by a supervisor."""
    command = [sys.executable, "-m", "tests.chaos.faults"]
    directory = tmp_path_factory.mktemp("pools")
    with running_pools(directory, command, {"FAULTS": str(faults.folder)}) as running, supervised(running):
        yield running


@contextmanager
def supervised(pools: Mapping[str, ServerProcess]) -> Iterator[None]:
    """Whichever of them ends is started again."""
    over = threading.Event()

    def keep_running(pool: ServerProcess) -> None:
        while not over.wait(LOOK_EVERY_SECONDS):
            if not pool.running:
                start_until_ready(pool)

    with ThreadPoolExecutor(len(pools)) as supervisors:
        kept = [supervisors.submit(keep_running, pool) for pool in pools.values()]
        yield
        over.set()
        for one in kept:
            one.result()


def start_until_ready(pool: ServerProcess) -> None:
    """It may die again before it says that it is ready, of a command that waits for it."""
    while True:
        try:
            return pool.start()
        except RuntimeError:
            continue


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("moment", Moment)
def test_who_is_killed_at_any_step_is_not_missed(moment: Moment, app: Flask, faults: Faults, mongodb: Server) -> None:
    a_stock("hat", 5)
    first, mine, yours = (a_cart(a_line("hat"), inventoryMode="ReserveOnOrder", paymentInfo=PAID) for _ in range(3))
    placed = bought(app, first, orderNumber="taken")
    faults.arm(*points_of(place_order, moment))
    with ThreadPoolExecutor(2) as customers:
        good = customers.submit(bought, app, mine)
        bad = customers.submit(bought, app, yours, orderNumber="taken")
        assert good.result().order
        assert bad.result().refusal == "DuplicateField"
    books = Books(mongodb.url)
    heard = {first["_id"]: placed.order, mine["_id"]: good.result().order, yours["_id"]: None}
    books.close(heard, {"hat": 5}, told=False)
    wait_until(lambda: not faults.armed(), of="somebody coming to every point")
