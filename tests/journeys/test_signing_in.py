"""Shoppers who sign up or in keep the cart that they filled before: two services, one answer."""

import uuid
from typing import Any

from tests.support.shopping import Shop
from tests.support.waiting import wait_until

Json = dict[str, Any]


def credentials() -> Json:
    return {"email": f"{uuid.uuid4().hex}@example.com", "password": "correct horse"}


def quantities(cart: Json) -> dict[str, int]:
    return {line["variant"]["sku"]: line["quantity"] for line in cart["lineItems"]}


def brought(cart: Json) -> Json:
    return {"anonymousCart": {"typeId": "cart", "id": cart["id"]}}


def test_a_new_customer_keeps_the_cart(shop: Shop) -> None:
    hat = shop.hat(stock=5)
    cart = shop.cart({hat: 2})
    ada = shop.make("customers", credentials() | brought(cart))
    assert (ada["cart"]["id"], ada["cart"]["customerId"]) == (cart["id"], ada["customer"]["id"])
    assert shop.make("customers", credentials()).keys() == {"customer"}


def test_nobody_is_signed_up_with_a_cart_that_is_not_there(shop: Shop) -> None:
    known = credentials()
    refused = shop.insist("POST", "customers", json=known | brought({"id": "no-such-cart"}))
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "ReferencedResourceNotFound")
    shop.make("customers", known)


def test_a_customer_who_signs_in_finds_both_carts_in_one(shop: Shop) -> None:
    hat, cap = shop.hat(stock=5), shop.hat(stock=5)
    known = credentials()
    mine = shop.make("customers", known | brought(shop.cart({hat: 1})))["cart"]
    both = shop.make("login", known | brought(shop.cart({hat: 3, cap: 1})))["cart"]
    assert (both["id"], quantities(both)) == (mine["id"], {hat: 3, cap: 1})
    new = {"anonymousCartSignInMode": "UseAsNewActiveCustomerCart"}
    third = shop.cart({cap: 2})
    assert shop.make("login", known | brought(third) | new)["cart"]["id"] == third["id"]
    assert shop.make("login", known)["cart"]["id"] == third["id"]


def test_orders_and_payments_of_a_session_become_the_customers(shop: Shop) -> None:
    hat, visit = shop.hat(stock=5), uuid.uuid4().hex
    cart = shop.cart({hat: 1})
    actions = [{"action": "setAnonymousId", "anonymousId": visit}]
    cart = shop.make(f"carts/{cart['id']}", {"version": cart["version"], "actions": actions})
    order = shop.order(cart).raise_for_status().json()
    assert order["anonymousId"] == visit
    amount = {"currencyCode": "EUR", "centAmount": 1000}
    payment = shop.make("payments", {"amountPlanned": amount, "anonymousId": visit})
    ada = shop.make("customers", credentials() | {"anonymousId": visit})["customer"]

    def owners() -> list[Any]:
        bought = shop.insist("GET", f"orders/{order['id']}").json()
        paid = shop.insist("GET", f"payments/{payment['id']}").json()
        return [bought.get("customerId"), paid.get("customer", {}).get("id")]

    wait_until(lambda: owners() == [ada["id"]] * 2, 60)
    assert shop.insist("GET", f"carts/{cart['id']}").json()["customerId"] == ada["id"]
