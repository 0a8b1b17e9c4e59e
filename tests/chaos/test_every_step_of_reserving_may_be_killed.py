"""As test_every_step_may_be_killed, for stock that a cart reserves: the cart has it once, and gives it back once,
whichever worker is killed.
"""

from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from apps.cart import reserve_on_cart
from apps.cart.carts.awaiting import reserve
from apps.cart.carts.reserving import dues
from apps.cart.neighbours import neighbours
from apps.cart.service import service
from common.celery.app import make_celery
from common.database import database
from common.resources.context import Context
from common.sagas.run import now
from tests.chaos.faults import HALF_WAY, Faults, Moment, points_of
from tests.chaos.test_every_step_may_be_killed import pools  # noqa: F401 (a fixture)
from tests.support.api import PROJECT
from tests.support.carts import a_cart, a_line, a_stock, cart_now
from tests.support.waiting import wait_until

PATIENCE_SECONDS = 240
POINTS = {moment.name: list(points_of(reserve_on_cart.reserve_on_cart, moment)) for moment in Moment}
POINTS |= {"half way": [f"{HALF_WAY} HoldStock"]}


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("points", POINTS.values(), ids=POINTS)
def test_a_cart_has_its_stock_once_and_gives_it_back_once(
    points: list[str],
    app: Flask,  # it has built the indexes
    faults: Faults,
) -> None:
    hats, caps = a_stock("hat", 5), a_stock("cap", 5)
    cart = a_cart(a_line("hat", 2), a_line("cap"), inventoryMode="ReserveOnCart", shippingMode="Single")
    inventory = {"reservationExpirationInMinutes": 30, "releaseExpiredReservations": True}
    neighbours.replicas.write(PROJECT, "project", {"id": PROJECT, "key": PROJECT, "version": 1, "inventory": inventory})
    runner = reserve_on_cart.runner_of(make_celery("cart"))

    def run_of(cart_id: str) -> None:
        row = {"_id": cart_id, "projectKey": PROJECT, "dueAt": now(), "noticed": str(uuid4()), "renews": True}
        dues().replace_one({"_id": cart_id}, row, upsert=True)
        faults.arm(*points)
        run = reserve(runner, row, Context(PROJECT, service.sources))
        wait_until(lambda: (found := runner.runs.find(run.id)) is not None and found.is_over, PATIENCE_SECONDS)
        assert faults.armed() == []

    run_of(cart["_id"])
    assert (available(hats), available(caps)) == (3, 4)
    assert all("reservation" in line for line in cart_now(cart)["lineItems"])
    database("cart")["carts"].update_one({"_id": cart["_id"]}, {"$set": {"lineItems": []}, "$inc": {"version": 1}})
    run_of(cart["_id"])
    assert (available(hats), available(caps)) == (5, 5)


def available(entry_id: str) -> int:
    found: Any = database("product")["inventory"].find_one({"_id": entry_id})
    return int(found["availableQuantity"])
