"""On the whole platform: a cancelled order gives its stock back, an erased customer is forgotten everywhere."""

import json
import uuid
from typing import Any

import pytest

from tests.support.shopping import PATIENCE_SECONDS, Shop
from tests.support.stack import Stack
from tests.support.waiting import wait_until

Json = dict[str, Any]


def update(shop: Shop, path: str, resource: Json, *actions: Json) -> Json:
    body = {"version": resource["version"], "actions": actions}
    changed: Json = shop.insist("POST", f"{path}/{resource['id']}", json=body).raise_for_status().json()
    return changed


@pytest.mark.timeout(400)
def test_a_cancelled_order_gives_its_stock_back_and_asks_for_its_money(shop: Shop, stack: Stack) -> None:
    hat, money = shop.hat(stock=5), {"currencyCode": "EUR", "centAmount": 2000}
    held = {"type": "Authorization", "amount": money, "state": "Success"}
    payment = shop.make("payments", {"amountPlanned": money, "transactions": [held]})
    pay = {"action": "addPayment", "payment": {"typeId": "payment", "id": payment["id"]}}
    order = shop.order(update(shop, "carts", shop.cart({hat: 2}), pay)).raise_for_status().json()
    assert (shop.stock(hat), order["paymentInfo"]["payments"]) == ((3, 3), [pay["payment"]])
    update(shop, "orders", order, {"action": "changeOrderState", "orderState": "Cancelled"})
    wait_until(lambda: shop.stock(hat) == (5, 5), PATIENCE_SECONDS)

    def asked() -> list[tuple[str, str]]:
        now = shop.insist("GET", f"payments/{payment['id']}").json()
        return [(one["type"], one["state"]) for one in now["transactions"][1:]]

    wait_until(lambda: asked() == [("CancelAuthorization", "Initial")], PATIENCE_SECONDS)
    wait_until(lambda: "cancel-order" in stack.tell("sagas", "list", "--all"), PATIENCE_SECONDS)


@pytest.mark.timeout(600)
def test_an_erased_customer_is_forgotten(shop: Shop) -> None:
    hat, secret = shop.hat(stock=5), f"ann-{uuid.uuid4().hex[:8]}"
    draft = {"email": f"{secret}@example.com", "password": "correct horse", "firstName": secret}
    ann = shop.make("customers", draft)["customer"]
    cart = shop.cart({hat: 1})
    cart = update(shop, "carts", cart, {"action": "setCustomerEmail", "email": ann["email"]})

    def hers() -> Json:
        return update(shop, "carts", cart, {"action": "setCustomerId", "customerId": ann["id"]})

    order = shop.order(hers()).raise_for_status().json()
    assert order["customerEmail"] == ann["email"]

    where = {"where": f'resource(typeId="order" and id="{order["id"]}")'}
    messages = lambda: shop.insist("GET", "messages", params=where).json()["results"]  # noqa: E731
    wait_until(lambda: [message["type"] for message in messages()] == ["OrderCreated"], PATIENCE_SECONDS)

    gone = {"version": ann["version"], "dataErasure": "true"}
    shop.insist("DELETE", f"customers/{ann['id']}", params=gone).raise_for_status()

    def forgotten() -> bool:
        left = [shop.insist("GET", f"orders/{order['id']}").json(), messages()]
        carts = shop.insist("GET", f"carts/{cart['id']}").status_code
        return carts == 404 and secret not in json.dumps(left) and ann["id"] not in json.dumps(left)

    wait_until(forgotten, PATIENCE_SECONDS)
    kept = shop.insist("GET", f"orders/{order['id']}").json()
    assert (kept["totalPrice"], kept["shippingAddress"]) == (order["totalPrice"], {"country": "DE"})
