"""Orders that were placed elsewhere."""

import pytest

from common.database import database
from tests.support.carts import EUR

EUR_10 = {"currencyCode": "EUR", "centAmount": 1000}
VAT = {"name": "VAT", "amount": 0.25, "includedInPrice": True, "country": "SE"}


@pytest.fixture
def hat(known):
    variant = {"id": 1, "sku": "hat", "prices": [], "attributes": [], "images": [], "assets": []}
    current = {"name": {"en": "Hat"}, "slug": {"en": "hat"}, "masterVariant": variant, "variants": []}
    kind = {"typeId": "product-type", "id": "kind"}
    return known("product", key="a-hat", productType=kind, masterData={"current": current})


def a_draft(**more):
    line = {"name": {"en": "Hat"}, "variant": {"sku": "hat"}, "quantity": 3, "price": {"value": EUR_10}}
    return {"totalPrice": EUR_10 | {"centAmount": 3000}, "lineItems": [line | more.pop("line", {})]} | more


def test_an_order_is_taken_over_as_it_is(api, hat):
    draft = a_draft(
        orderNumber="OLD-1",
        orderState="Complete",
        paymentState="Paid",
        customerEmail="ann@example.com",
        completedAt="2020-01-31T12:00:00.000Z",
        shippingAddress={"country": "SE"},
        line={"taxRate": VAT},
        taxedPrice={
            "totalNet": EUR_10 | {"centAmount": 2400},
            "totalGross": EUR_10 | {"centAmount": 3000},
            "taxPortions": [{"rate": 0.25, "name": "VAT", "amount": EUR_10 | {"centAmount": 600}}],
        },
    )
    order = api.post("orders/import", draft)
    assert (order["orderNumber"], order["orderState"], order["completedAt"]) == (
        "OLD-1",
        "Complete",
        "2020-01-31T12:00:00.000Z",
    )
    [line] = order["lineItems"]
    assert (line["productId"], line["productKey"], line["variant"]["sku"]) == (hat["id"], "a-hat", "hat")
    assert line["totalPrice"] == EUR | {"centAmount": 3000}
    assert line["taxedPrice"]["totalTax"]["centAmount"] == 600
    assert order["totalPrice"] == EUR | {"centAmount": 3000}
    assert "cart" not in order
    assert api.get("orders/order-number=OLD-1") == order
    stored = database("order")["orders"].find_one({"_id": order["id"]})
    assert [entry["type"] for entry in stored["_outbox"]] == ["OrderImported", "changed"]


def test_an_imported_order_may_be_on_its_way(api, hat):
    shipping = {
        "shippingMethodName": "by boat",
        "price": EUR_10,
        "shippingRate": {"price": EUR_10},
        "taxRate": VAT,
        "deliveries": [{"parcels": [{"trackingData": {"trackingId": "T"}}]}],
    }
    order = api.post("orders/import", a_draft(shippingInfo=shipping))
    [delivery] = order["shippingInfo"]["deliveries"]
    assert delivery["parcels"][0]["trackingData"]["trackingId"] == "T"
    assert order["shippingInfo"]["taxedPrice"]["totalNet"]["centAmount"] == 800
    moved = api.update("orders", order, {"action": "removeDelivery", "deliveryId": delivery["id"]})
    assert moved["shippingInfo"]["deliveries"] == []


def test_custom_lines_need_no_product(api):
    fee = {"name": {"en": "Fee"}, "money": EUR_10, "slug": "fee", "quantity": -1}
    order = api.post("orders/import", {"totalPrice": EUR_10 | {"centAmount": -1000}, "customLineItems": [fee]})
    assert order["customLineItems"][0]["totalPrice"]["centAmount"] == -1000


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        ({"totalPrice": EUR_10}, "InvalidOperation"),
        (a_draft(line={"variant": {"sku": "unheard-of"}}), "ReferencedResourceNotFound"),
        (a_draft(line={"variant": {}}), "InvalidJsonInput"),
        (a_draft(customerId="nobody"), "ReferencedResourceNotFound"),
        (a_draft(store={"key": "nowhere"}), "ReferencedResourceNotFound"),
    ],
)
def test_what_refers_to_nothing_is_refused(api, hat, draft, code):
    assert api.refused(400, "POST", "orders/import", json=draft)["errors"][0]["code"] == code


def test_an_order_number_is_taken_once(api, hat):
    api.post("orders/import", a_draft(orderNumber="OLD-1"))
    again = api.refused(400, "POST", "orders/import", json=a_draft(orderNumber="OLD-1"))
    assert again["errors"][0]["code"] == "DuplicateField"
