"""Shoppers whose carts keep what is in them: over the gateway, with workers that may be killed in between."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.support.shopping import Shop
from tests.support.stack import Stack
from tests.support.waiting import wait_until

Json = dict[str, Any]


@pytest.fixture
def shop(stack: Stack) -> Iterator[Shop]:
    with stack.http() as http:
        shop = Shop(http)
        itself = str(http.base_url).rstrip("/")
        project = shop.insist("GET", itself).raise_for_status().json()
        for_half_an_hour = {"action": "setReservationExpirationInMinutes", "reservationExpirationInMinutes": 30}
        change = {"version": project["version"], "actions": [for_half_an_hour]}
        shop.insist("POST", itself, json=change).raise_for_status()
        yield shop


def filled(shop: Shop, sku: str, quantity: int) -> Json:
    line = {"sku": sku, "quantity": quantity}
    draft = {"currency": "EUR", "inventoryMode": "ReserveOnCart", "shippingAddress": {"country": "DE"}}
    return shop.make("carts", draft | {"lineItems": [line]})


def test_a_cart_keeps_its_hats_until_they_are_ordered(shop: Shop) -> None:
    hat = shop.hat(stock=2)
    cart = filled(shop, hat, 2)
    assert cart["lineItems"][0]["reservation"]["typeId"] == "reservation"
    assert shop.stock(hat) == (2, 0)
    late = filled(shop, hat, 1)
    assert late["warnings"][0]["code"] == "CannotCreateReservation"
    assert shop.order(late).json()["errors"][0]["code"] == "OutOfStock"
    assert shop.order(cart).status_code == 201
    wait_until(lambda: shop.stock(hat) == (0, 0), of="the sold hats")


def test_a_deleted_cart_gives_its_hats_back(shop: Shop) -> None:
    hat = shop.hat(stock=2)
    cart = filled(shop, hat, 2)
    shop.insist("DELETE", f"carts/{cart['id']}", params={"version": cart["version"]}).raise_for_status()
    wait_until(lambda: shop.stock(hat) == (2, 2), of="the hats of the deleted cart")


@pytest.mark.parametrize("pool", ["work product", "work cart"])
def test_a_killed_worker_costs_nobody_a_hat(stack: Stack, shop: Shop, pool: str) -> None:
    hat = shop.hat(stock=5)
    stack.kill(pool)
    carts = [filled(shop, hat, 1) for _ in range(3)]
    wait_until(lambda: shop.stock(hat) == (5, 2), 120, of="three reserved hats")

    def are_noted() -> bool:
        now = [shop.insist("GET", f"carts/{cart['id']}").json() for cart in carts]
        return all("reservation" in cart["lineItems"][0] for cart in now)

    wait_until(are_noted, 120, of="carts that know of it")


def test_shoppers_race_for_the_last_hats(shop: Shop) -> None:
    hat = shop.hat(stock=3)
    keys = [uuid.uuid4().hex for _ in range(6)]
    carts = [filled(shop, hat, 1) for _ in keys]
    assert sum("reservation" in cart["lineItems"][0] for cart in carts) == 3
