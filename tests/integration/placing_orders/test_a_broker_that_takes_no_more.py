"""Kafka is frozen, and as many messages as may await its confirmation: whoever orders then is told so at once, and gets
the order afterwards.
"""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from celery import Celery
from flask import Flask

from apps.order import sagas
from common.celery.app import make_celery
from tests.support.api import Api
from tests.support.carts import a_cart
from tests.support.servers import Server
from tests.support.waiting import wait_until

BACKLOG = 4
DELIVERY_SECONDS = 6  # and the broker is back before the workers' sessions end, after ten
AT_ONCE_SECONDS = 2


@pytest.fixture
def narrow() -> Celery:
    """Order's app with a producer whose backlog is soon full."""
    celery = make_celery("order")
    celery.conf.broker_transport_options |= {"max_unconfirmed_messages": BACKLOG, "delivery_timeout": DELIVERY_SECONDS}
    return celery


@pytest.fixture
def narrow_sagas(app: Flask, narrow: Celery) -> sagas.Sagas:
    return sagas.install(app, narrow)


@pytest.fixture
def frozen(broker: Server, narrow_sagas: sagas.Sagas, api: Api) -> Iterator[Server]:
    """The broker, stopped by SIGSTOP after an order has gone well."""
    api.post("orders", an_order())
    broker.process.freeze()
    yield broker
    broker.process.thaw()


def an_order() -> dict[str, Any]:
    cart = a_cart()
    return {"cart": {"typeId": "cart", "id": cart["_id"]}, "version": cart["version"]}


def refused(api: Api, order: dict[str, Any]) -> tuple[float, Any]:
    """How long the answer took, and the answer."""
    began = time.monotonic()
    response = api.request("POST", "orders", json=order)
    took = time.monotonic() - began
    body = response.get_json()
    assert (response.status_code, body["statusCode"], response.headers["Retry-After"]) == (503, 503, "1")
    assert [error["code"] for error in body["errors"]] == ["OverCapacity"]
    return took, body


def test_a_full_backlog_is_503_at_once_and_every_order_is_placed_when_kafka_goes_on(
    app: Flask, api: Api, narrow: Celery, narrow_sagas: sagas.Sagas, frozen: Server
) -> None:
    orders = [an_order() for _ in range(2 * BACKLOG)]
    producer = narrow.connection().transport.producer.native
    with ThreadPoolExecutor(BACKLOG) as clients:
        early = [clients.submit(refused, Api(app), order) for order in orders[:BACKLOG]]
        wait_until(lambda: len(producer) >= BACKLOG, of="the backlog being full")
        late = [refused(api, order) for order in orders[BACKLOG:]]
        assert max(took for took, _ in late) < AT_ONCE_SECONDS
        assert api.get("orders")["count"] == 1, "reads go on"
        assert min(each.result(30)[0] for each in early) > DELIVERY_SECONDS / 2, "these waited for Kafka"

    frozen.process.thaw()
    assert wait_until(lambda: api.request("POST", "orders", json=an_order()).status_code == 201, 30)

    def placed(order: dict[str, Any]) -> bool:
        narrow_sagas.runner.sweep()  # as order's worker does every few seconds
        return bool(api.request("POST", "orders", json=order).status_code == 201)

    for order in orders:
        wait_until(lambda order=order: placed(order), 40, of="an order that was refused being placed")  # type: ignore[misc]
    carts = [order["cart"]["id"] for order in api.get("orders", limit=100)["results"]]
    assert sorted(carts) == sorted(set(carts)), "each once"
    assert {order["cart"]["id"] for order in orders} <= set(carts)
