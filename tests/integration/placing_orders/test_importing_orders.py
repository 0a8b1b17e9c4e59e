"""An imported order whose lines are tracked takes their stock, or is refused."""

from uuid import uuid4

import pytest

from apps.order.neighbours import neighbours
from tests.support.api import PROJECT
from tests.support.carts import a_stock, stock_now

EUR_10 = {"currencyCode": "EUR", "centAmount": 1000}


@pytest.fixture
def hat(api):
    variant = {"id": 1, "sku": "hat", "prices": [], "attributes": [], "images": [], "assets": []}
    current = {"name": {"en": "Hat"}, "slug": {"en": "hat"}, "masterVariant": variant, "variants": []}
    product = {"id": str(uuid4()), "version": 1, "productType": {"typeId": "product-type", "id": "kind"}}
    neighbours.replicas.write(PROJECT, "product", product | {"masterData": {"current": current}})


def a_draft(quantity, **more):
    line = {"name": {"en": "Hat"}, "variant": {"sku": "hat"}, "quantity": quantity, "price": {"value": EUR_10}}
    return {"totalPrice": EUR_10, "lineItems": [line], "inventoryMode": "ReserveOnOrder"} | more


def test_it_takes_its_stock_or_nothing(api, hat):
    hats = a_stock("hat", 3)
    order = api.post("orders/import", a_draft(2, orderNumber="OLD-1"))
    assert (order["orderNumber"], stock_now(hats)) == ("OLD-1", (1, 1))
    assert api.get("orders/order-number=OLD-1") == order
    refused = api.refused(400, "POST", "orders/import", json=a_draft(2))
    assert refused["errors"][0]["code"] == "OutOfStock"
    taken = api.refused(400, "POST", "orders/import", json=a_draft(1, orderNumber="OLD-1"))
    assert taken["errors"][0]["code"] == "DuplicateField"
    assert stock_now(hats) == (1, 1)
