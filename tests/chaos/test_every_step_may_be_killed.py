"""Every command of the saga loses its worker at each of the moments of tests/chaos/faults.py: between its effect and
its answer, and between the answer and what comes after. All of it happens, or nothing, all the same.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from apps.order.place_order import place_order
from tests.chaos.faults import HALF_WAY, Faults, Moment, points_of
from tests.chaos.mortal_pools import mortal_pools
from tests.chaos.shoppers import bought
from tests.support.books import Books
from tests.support.carts import a_cart, a_line, a_stock
from tests.support.process import ServerProcess
from tests.support.servers import Server
from tests.support.waiting import wait_until

PAID = {"payments": [{"typeId": "payment", "id": "a-payment"}]}


@pytest.fixture(scope="module")
def pools(
    faults: Faults, mongodb_server: Server, broker: Server, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Mapping[str, ServerProcess]]:
    with mortal_pools(faults, tmp_path_factory.mktemp("pools")) as running:
        yield running


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


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_who_is_killed_amid_several_stocks_is_not_missed(app: Flask, faults: Faults, mongodb: Server) -> None:
    a_stock("hat", 5), a_stock("cap", 7)
    lines = {"hat": 1, "cap": 2}
    first, mine, yours = (
        a_cart(*(a_line(sku, pieces) for sku, pieces in lines.items()), inventoryMode="ReserveOnOrder")
        for _ in range(3)
    )
    placed = bought(app, first, orderNumber="taken")
    faults.arm(*(f"{HALF_WAY} {command}" for command in ("ReserveStock", "ReleaseStock", "SettleStock")))
    with ThreadPoolExecutor(2) as customers:
        good = customers.submit(bought, app, mine)
        bad = customers.submit(bought, app, yours, orderNumber="taken")
        assert good.result().order
        assert bad.result().refusal == "DuplicateField"
    heard = {first["_id"]: placed.order, mine["_id"]: good.result().order, yours["_id"]: None}
    Books(mongodb.url).close(heard, {"hat": 5, "cap": 7}, told=False)
    wait_until(lambda: not faults.armed(), of="somebody coming to every point")
