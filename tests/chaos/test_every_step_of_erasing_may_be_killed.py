"""As test_every_step_may_be_killed, for what follows when a customer is deleted with all traces: whichever worker is
killed, before, amid or after what it does, nothing of the person is left anywhere, and what stays is changed once.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask

from apps.account.service import service as account
from apps.order.erase_customer import erase_customer, saga_of
from apps.order.neighbours import neighbours
from apps.order.sagas import Sagas
from common.celery.app import make_celery
from common.celery.dead_letters import DeadLetters
from common.celery.sending import event_sender
from common.contracts.events import ResourceChanged
from common.database import connect, database
from common.events.outbox import Told
from common.kafka.producer import producer_for
from common.kafka.records import Record
from common.resources.indexes import build
from common.services import table
from tests.chaos.faults import HALF_WAY, Faults, Moment, points_of
from tests.chaos.mortal_pools import mortal_pools
from tests.chaos.shoppers import bought
from tests.support.api import PROJECT, Api
from tests.support.carts import a_cart, a_line
from tests.support.process import ServerProcess
from tests.support.servers import Server
from tests.support.waiting import wait_until

Json = dict[str, Any]

PATIENCE_SECONDS = 240
WRITES = ("EraseCarts", "EraseOrders", "EraseMessages", "EraseDeadLetters")
POINTS = {
    "half way": [f"{HALF_WAY} {command}" for command in WRITES],
    "before the answer": list(points_of(erase_customer, Moment.SEND)),
    "before what comes after": list(points_of(erase_customer, Moment.GO_ON)),
}
HOME: Json = {"country": "AT", "city": "Vienna"}


@pytest.fixture(scope="module")
def pools(
    faults: Faults,
    mongodb_server: Server,
    broker: Server,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Mapping[str, ServerProcess]]:
    names = ("account", "cart", "product", "order")
    with mortal_pools(faults, tmp_path_factory.mktemp("pools"), names=names) as running:
        yield running


@pytest.fixture
def ann(app: Flask) -> str:
    """Nobody else has this id, or this name."""
    connect("account")
    list(build(account))
    ann = f"ann-{uuid4().hex}"
    neighbours.replicas.write(PROJECT, "customer", {"id": ann, "version": 1})
    return ann


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("points", POINTS.values(), ids=POINTS)
def test_an_erased_customer_is_forgotten_whoever_is_killed(
    points: list[str],
    app: Flask,
    ann: str,
    faults: Faults,
    sagas_of_order: Sagas,
) -> None:
    api, celery = Api(app), make_celery("order")
    orders = [bought(app, a_cart(a_line("hat"), customerId=ann, shippingAddress=HOME | {"firstName": ann})).order]
    orders += [bought(app, a_cart(a_line("cap"), customerId=ann)).order]
    carts = [a_cart(a_line("hat"), customerId=ann, customerEmail=ann)["_id"] for _ in range(2)]
    payments = [api.post("payments", a_payment_of(ann))["id"] for _ in range(2)]
    for type_id, ids in (("customer", [ann]), ("cart", carts), ("order", orders), ("payment", payments)):
        for id in ids:
            told = {"_id": str(uuid4()), "projectKey": PROJECT, "resource": {"typeId": type_id, "id": id}}
            database("account")["messages"].insert_one(told)
    letters = DeadLetters(celery)
    for queue in ("cart", "order"):
        producer_for(letters.options).send(Record(queue + table().dead_letter_suffix, ann.encode(), ann.encode()))
    before = [api.get(f"orders/{id}") for id in orders] + [api.get(f"payments/{id}") for id in payments]

    faults.arm(*points)
    gone = ResourceChanged(PROJECT, "customer", ann, 2, deleted=True, json=None, erased=True)
    event_sender(celery)(table()["customer"].events, [Told(gone, {})])

    def over() -> bool:
        run = sagas_of_order.runs.find(saga_of(ann))
        return run is not None and run.is_over

    wait_until(over, PATIENCE_SECONDS)
    after = [api.get(f"orders/{id}") for id in orders] + [api.get(f"payments/{id}") for id in payments]
    assert ann not in json.dumps(after)
    assert [now["version"] - once["version"] for once, now in zip(before, after, strict=True)] == [1] * 4
    assert [now["shippingAddress"] for now in after[:2]] == [{"country": "AT"}] * 2
    assert database("cart")["carts"].count_documents({"projectKey": PROJECT, "customerId": ann}) == 0
    assert database("account")["messages"].count_documents({"projectKey": PROJECT, "resource.id": ann}) == 0
    assert [letter for queue in ("cart", "order") for letter in letters.waiting(queue) if letter.speaks_of([ann])] == []
    assert faults.armed() == []


def a_payment_of(customer_id: str) -> Json:
    money = {"currencyCode": "EUR", "centAmount": 1000}
    return {
        "amountPlanned": money,
        "customer": {"id": customer_id},
        "paymentMethodInfo": {"token": {"value": customer_id}},
    }
