"""As test_every_step_may_be_killed, for what a shopper's anonymous session left when they sign in: carts, orders and
payments become theirs, once, whichever worker is killed.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from apps.cart.neighbours import neighbours as of_cart
from apps.customer.sign_in import runner_of, sign_in
from apps.order.neighbours import neighbours as of_order
from common.celery.app import make_celery
from common.contracts.sign_in import SignedIn
from common.database import connect
from tests.chaos.faults import HALF_WAY, Faults, Moment, points_of
from tests.chaos.mortal_pools import mortal_pools
from tests.chaos.shoppers import bought
from tests.support.api import PROJECT, Api
from tests.support.carts import a_cart, a_line, cart_now
from tests.support.process import ServerProcess
from tests.support.servers import Server
from tests.support.waiting import wait_until

Json = dict[str, Any]

PATIENCE_SECONDS = 240
POINTS = {
    "half way": [f"{HALF_WAY} HandOverOrders"],
    "before it is stored": list(points_of(sign_in, Moment.STORE)),
    "before the answer": list(points_of(sign_in, Moment.SEND)),
    "before what comes after": list(points_of(sign_in, Moment.GO_ON)),
}


@pytest.fixture(scope="module")
def pools(
    faults: Faults,
    mongodb_server: Server,
    broker: Server,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Mapping[str, ServerProcess]]:
    names = ("cart", "product", "order", "customer")
    with mortal_pools(faults, tmp_path_factory.mktemp("pools"), names=names) as running:
        yield running


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("points", POINTS.values(), ids=POINTS)
def test_what_a_session_left_becomes_the_customers_once(
    points: list[str],
    app: Flask,
    faults: Faults,
) -> None:
    connect("customer")
    api, ann, visit = Api(app), f"ann-{uuid4().hex}", uuid4().hex
    for neighbours in (of_cart, of_order):
        neighbours.replicas.write(PROJECT, "customer", {"id": ann, "version": 1})
    carts = [a_cart(a_line("hat"), anonymousId=visit, shippingMode="Single") for _ in range(2)]
    orders = [bought(app, a_cart(a_line("hat"), anonymousId=visit)).order for _ in range(2)]
    money = {"currencyCode": "EUR", "centAmount": 1000}
    payments = [api.post("payments", {"amountPlanned": money, "anonymousId": visit})["id"] for _ in range(2)]
    left = [api.get(f"orders/{id}") for id in orders] + [api.get(f"payments/{id}") for id in payments]

    faults.arm(*points)
    signed_in = SignedIn(ann, "MergeWithExistingCustomerCart", anonymous_id=visit)
    runner = runner_of(make_celery("customer"))
    run = runner.start(sign_in, PROJECT, signed_in, join_key=f"{ann}/{visit}")
    wait_until(lambda: (found := runner.runs.find(run.id)) is not None and found.is_over, PATIENCE_SECONDS)

    over = runner.runs.find(run.id)
    assert over is not None
    assert over.refusal is None
    assert [cart_now(cart)["customerId"] for cart in carts] == [ann] * 2
    mine = [api.get(f"orders/{id}") for id in orders] + [api.get(f"payments/{id}") for id in payments]
    owners = [one.get("customerId") or one["customer"]["id"] for one in mine]
    assert (owners, [one.get("anonymousId") for one in mine]) == ([ann] * 4, [None] * 4)
    assert [now["version"] - once["version"] for once, now in zip(left, mine, strict=True)] == [1] * 4
    assert faults.armed() == []
