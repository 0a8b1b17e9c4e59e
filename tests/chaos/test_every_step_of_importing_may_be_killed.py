"""As test_every_step_may_be_killed, for an order that was placed elsewhere and takes its stock here: it is there with
its stock, or neither is, whichever worker is killed.
"""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from flask import Flask

from apps.order.import_order import import_order
from apps.order.neighbours import neighbours
from apps.order.sagas import Sagas
from common.database import database
from tests.chaos.faults import Faults, Moment, points_of
from tests.chaos.test_every_step_may_be_killed import pools  # noqa: F401 (a fixture)
from tests.support.api import PROJECT, Api
from tests.support.carts import Json, a_stock, stock_now
from tests.support.waiting import wait_until

PATIENCE_SECONDS = 400
EUR_10: Json = {"currencyCode": "EUR", "centAmount": 1000}


def an_import(order_number: str) -> Json:
    line = {"name": {"en": "Hat"}, "variant": {"sku": "hat"}, "quantity": 2, "price": {"value": EUR_10}}
    return {"totalPrice": EUR_10, "lineItems": [line], "inventoryMode": "ReserveOnOrder", "orderNumber": order_number}


@pytest.fixture
def hat(app: Flask) -> None:
    """The product that the lines are of."""
    variant = {"id": 1, "sku": "hat", "prices": [], "attributes": [], "images": [], "assets": []}
    current = {"name": {"en": "Hat"}, "slug": {"en": "hat"}, "masterVariant": variant, "variants": []}
    kind = {"typeId": "product-type", "id": "kind"}
    product = {"id": str(uuid4()), "version": 1, "productType": kind, "masterData": {"current": current}}
    neighbours.replicas.write(PROJECT, "product", product)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("moment", Moment)
def test_an_imported_order_has_its_stock_whoever_is_killed(
    moment: Moment, app: Flask, hat: None, faults: Faults, sagas_of_order: Sagas
) -> None:
    hats = a_stock("hat", 9)
    Api(app).post("orders/import", an_import("taken"))
    faults.arm(*points_of(import_order, moment))

    def imported(order_number: str) -> int:
        return int(Api(app).request("POST", "orders/import", json=an_import(order_number)).status_code)

    with ThreadPoolExecutor(2) as importers:
        good, bad = importers.map(imported, ("new", "taken"))
    assert good in (201, 503)  # who is not told in time sees by its number that it is there
    assert bad in (400, 503)

    def over() -> bool:
        runs = list(sagas_of_order.runs.collection.find({"projectKey": PROJECT}))
        return all("endedAt" in run for run in runs)

    wait_until(over, PATIENCE_SECONDS, of="the end of all imports")
    orders = database("order")["orders"].find({"projectKey": PROJECT})
    assert sorted(order["orderNumber"] for order in orders) == ["new", "taken"]
    assert stock_now(hats) == (5, 5)
    assert faults.armed() == []
