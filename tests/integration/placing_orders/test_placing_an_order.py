"""From a cart to an order: over Kafka, through three services' workers."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from apps.order.neighbours import neighbours
from common.database import database
from tests.support.api import PROJECT, Api
from tests.support.carts import a_cart, a_line, a_stock, cart_now, stock_now
from tests.support.waiting import wait_until

TRACKED = "ReserveOnOrder"


def ordered(cart, **more):
    return {"cart": {"typeId": "cart", "id": cart["_id"]}, "version": cart["version"], **more}


def test_an_order_is_the_cart_as_it_was(api):
    cart = a_cart(a_line("hat", 2), customerEmail="me@example.com", billingAddress={"country": "DE"})
    order = api.post("orders", ordered(cart, orderNumber="A-1", paymentState="Paid"))
    assert order["version"] == 1
    assert (order["orderState"], order["paymentState"], order["orderNumber"]) == ("Open", "Paid", "A-1")
    assert order["cart"] == {"typeId": "cart", "id": cart["_id"]}
    for field in ("lineItems", "totalPrice", "shippingAddress", "billingAddress", "customerEmail", "taxMode"):
        assert order[field] == cart[field]
    assert order["createdBy"]["clientId"] == "test-client"
    assert api.get(f"orders/{order['id']}") == order
    assert api.get("orders/order-number=A-1") == order
    assert api.get("orders", where=f'cart(id="{cart["_id"]}")')["results"] == [order]


def test_the_cart_is_ordered_and_cannot_be_ordered_again(api):
    cart = a_cart()
    api.post("orders", ordered(cart))
    now = cart_now(cart)
    assert (now["cartState"], now["version"]) == ("Ordered", cart["version"] + 1)
    assert "_claim" not in now
    stale = api.refused(409, "POST", "orders", json=ordered(cart))
    assert stale["errors"][0]["code"] == "ConcurrentModification"
    assert stale["errors"][0]["currentVersion"] == now["version"]
    again = api.refused(400, "POST", "orders", json=ordered(now))
    assert again["errors"][0]["code"] == "InvalidOperation"


def test_the_order_tells_that_it_was_created(api):
    order = api.post("orders", ordered(a_cart()))
    stored = wait_until(lambda: database("order")["orders"].find_one({"_id": order["id"]}))
    assert stored["_sequence"] == 1


def test_stock_is_sold(api):
    hats = a_stock("hat", 5)
    api.post("orders", ordered(a_cart(a_line("hat", 2), inventoryMode=TRACKED)))
    assert stock_now(hats) == (3, 3)


def test_without_enough_stock_there_is_no_order_and_nothing_happened(api):
    hats, caps = a_stock("hat", 5), a_stock("cap", 1)
    line = a_line("cap", 2)
    cart = a_cart(a_line("hat"), line, inventoryMode=TRACKED)
    refused = api.refused(400, "POST", "orders", json=ordered(cart))
    assert refused["errors"][0] | {"message": ""} == {
        "code": "OutOfStock",
        "message": "",
        "lineItems": [line["id"]],
        "skus": ["cap"],
    }
    assert (stock_now(hats), stock_now(caps)) == ((5, 5), (1, 1))
    assert cart_now(cart) == cart
    assert api.get("orders")["count"] == 0


def test_after_restocking_the_same_request_gets_its_order(api):
    hats = a_stock("hat", 0)
    cart = a_cart(a_line("hat"), inventoryMode=TRACKED)
    api.refused(400, "POST", "orders", json=ordered(cart))
    database("product")["inventory"].update_one({"_id": hats}, {"$inc": {"availableQuantity": 1, "quantityOnStock": 1}})
    api.post("orders", ordered(cart))
    assert stock_now(hats) == (0, 0)


def test_a_taken_order_number_gives_everything_back(api):
    hats = a_stock("hat", 5)
    api.post("orders", ordered(a_cart(), orderNumber="A-1"))
    cart = a_cart(a_line("hat"), inventoryMode=TRACKED)
    refused = api.refused(400, "POST", "orders", json=ordered(cart, orderNumber="A-1"))
    assert refused["errors"][0] | {"message": ""} == {
        "code": "DuplicateField",
        "message": "",
        "field": "orderNumber",
        "duplicateValue": "A-1",
    }
    assert stock_now(hats) == (5, 5)
    assert cart_now(cart) == cart


def test_a_hundred_orders_of_one_cart_are_one_order(app):
    hats = a_stock("hat", 500)
    cart = a_cart(a_line("hat"), inventoryMode=TRACKED)

    def place(_):
        answer = Api(app).request("POST", "orders", json=ordered(cart))
        return answer.status_code, answer.get_json().get("id")

    with ThreadPoolExecutor(100) as pool:
        answers = set(pool.map(place, range(100)))
    assert {status for status, _ in answers} <= {201, 409}
    assert len({id for status, id in answers if status == 201}) == 1
    assert Api(app).get("orders")["count"] == 1
    assert stock_now(hats) == (499, 499)


def test_forty_customers_share_five_hats(app):
    hats = a_stock("hat", 5)
    carts = [a_cart(a_line("hat"), inventoryMode=TRACKED) for _ in range(40)]

    def place(cart):
        answer = Api(app).request("POST", "orders", json=ordered(cart))
        return answer.get_json()["errors"][0]["code"] if answer.status_code == 400 else answer.status_code

    with ThreadPoolExecutor(40) as pool:
        outcomes = list(pool.map(place, carts))
    assert sorted(map(str, outcomes)) == ["201"] * 5 + ["OutOfStock"] * 35
    assert stock_now(hats) == (0, 0)


def test_a_cart_without_address_or_lines_or_at_all_is_refused(api):
    homeless, unknown = a_cart(), a_cart()
    database("cart")["carts"].update_one({"_id": homeless["_id"]}, {"$unset": {"shippingAddress": ""}})
    database("cart")["carts"].delete_one({"_id": unknown["_id"]})
    assert api.refused(400, "POST", "orders", json=ordered(homeless))["errors"][0]["code"] == "InvalidOperation"
    missing = api.refused(400, "POST", "orders", json=ordered(unknown))["errors"][0]
    assert (missing["code"], missing["typeId"]) == ("ReferencedResourceNotFound", "cart")


def test_a_cart_of_another_project_is_not_there(api):
    api.refused(400, "POST", "orders", json=ordered(a_cart(project="other")))


def test_a_cart_can_be_named_by_its_key(api):
    cart = a_cart(key="mine")
    api.post("orders", {"cart": {"key": "mine"}, "version": cart["version"]})
    assert cart_now(cart)["cartState"] == "Ordered"


def without_waiting(api, cart):
    """The reference does not know this way of asking, so the answer is not held against it."""
    headers = {"Authorization": f"Bearer {api.token}", "Prefer": "respond-async"}
    accepted = api.client.post("/shop/orders", json=ordered(cart), headers=headers)
    assert accepted.status_code == 202
    return accepted


def test_who_does_not_want_to_wait_gets_a_link(api):
    accepted = without_waiting(api, a_cart())
    headers = {"Authorization": f"Bearer {api.token}"}

    def placed():
        answer = api.client.get(accepted.headers["Location"], headers=headers)
        return answer.status_code == 200 and answer.get_json()

    assert wait_until(placed)["id"] == accepted.get_json()["id"]


def test_who_was_not_told_hears_of_the_order_when_asking_again(api, sagas_of_order):
    cart = a_cart()
    accepted = without_waiting(api, cart).get_json()
    wait_until(lambda: (run := sagas_of_order.runs.find(accepted["id"])) and run.is_over)
    assert api.post("orders", ordered(cart))["id"] == accepted["id"]
    api.refused(409, "POST", "orders", json=ordered(cart))


def test_my_order_is_of_my_cart(app):
    mine, yours = a_cart(customerId="me"), a_cart(customerId="you")
    me = Api(app, "manage_my_orders", customer_id="me")
    order = me.post("me/orders", {"id": mine["_id"], "version": mine["version"]})
    assert order["customerId"] == "me"
    assert me.get("me/orders")["results"] == [me.get(f"me/orders/{order['id']}")] == [order]
    me.refused(404, "POST", "me/orders", json={"id": yours["_id"], "version": yours["version"]})
    you = Api(app, "manage_my_orders", customer_id="you")
    you.refused(404, "GET", f"me/orders/{order['id']}")
    nobody = Api(app, "manage_my_orders")
    nobody.refused(400, "POST", "me/orders", json={"id": yours["_id"], "version": yours["version"]})


EUR_10 = {"currencyCode": "EUR", "centAmount": 1000}


@pytest.fixture
def hat(api):
    variant = {"id": 1, "sku": "hat", "prices": [], "attributes": [], "images": [], "assets": []}
    current = {"name": {"en": "Hat"}, "slug": {"en": "hat"}, "masterVariant": variant, "variants": []}
    product = {"id": str(uuid4()), "version": 1, "productType": {"typeId": "product-type", "id": "kind"}}
    neighbours.replicas.write(PROJECT, "product", product | {"masterData": {"current": current}})


def an_import(quantity, **more):
    line = {"name": {"en": "Hat"}, "variant": {"sku": "hat"}, "quantity": quantity, "price": {"value": EUR_10}}
    return {"totalPrice": EUR_10, "lineItems": [line], "inventoryMode": "ReserveOnOrder"} | more


def test_an_imported_order_takes_its_stock_or_nothing(api, hat):
    hats = a_stock("hat", 3)
    order = api.post("orders/import", an_import(2, orderNumber="OLD-1"))
    assert (order["orderNumber"], stock_now(hats)) == ("OLD-1", (1, 1))
    assert api.get("orders/order-number=OLD-1") == order
    refused = api.refused(400, "POST", "orders/import", json=an_import(2))
    assert refused["errors"][0]["code"] == "OutOfStock"
    taken = api.refused(400, "POST", "orders/import", json=an_import(1, orderNumber="OLD-1"))
    assert taken["errors"][0]["code"] == "DuplicateField"
    assert stock_now(hats) == (1, 1)


def test_an_order_of_a_store_is_placed_at_that_store(api):
    berlin, vienna = "in-store/key=berlin", "in-store/key=vienna"
    cart = a_cart(store={"typeId": "store", "key": "berlin"}, customerId="ada")
    refused = api.refused(400, "POST", f"{vienna}/orders", json=ordered(cart))
    assert refused["errors"][0]["code"] == "ReferencedResourceNotFound"
    ada = Api(api.app, "manage_my_orders", customer_id="ada")
    mine = {"id": cart["_id"], "version": cart["version"]}
    ada.refused(404, "POST", f"{vienna}/me/orders", json=mine)
    order = ada.post(f"{berlin}/me/orders", mine)
    assert order["store"] == {"typeId": "store", "key": "berlin"}
    assert ada.get(f"{berlin}/me/orders")["results"] == [order] == [ada.get(f"{berlin}/me/orders/{order['id']}")]
    ada.refused(404, "GET", f"{vienna}/me/orders/{order['id']}")
    for path in ("me/orders", f"me/orders/{order['id']}"):
        assert [ada.head(f"{where}/{path}") for where in (berlin, vienna)] == [200, 404]
    third = a_cart(store={"typeId": "store", "key": "berlin"})
    assert api.post(f"{berlin}/orders", ordered(third))["store"]["key"] == "berlin"
    another = a_cart(store={"typeId": "store", "key": "berlin"})
    access = {"Authorization": f"Bearer {api.token}"}
    later = access | {"Prefer": "respond-async"}
    under_way = api.client.post(f"/{PROJECT}/{berlin}/orders", json=ordered(another), headers=later).get_json()
    placement = f"orders/{under_way['id']}/placement"
    assert api.client.get(f"/{PROJECT}/{vienna}/{placement}", headers=access).status_code == 404
    assert wait_until(
        lambda: api.client.get(f"/{PROJECT}/{berlin}/{placement}", headers=access).status_code == 200,
    )
