"""What is measured: the limit, W1 get product, W3 create cart, W4 add line item, W5 place order.

Each is an iterator of jobs for one connection; what a job needs is prepared before the clock starts.
"""

import random
from collections.abc import Iterator, Sequence
from typing import Any

from tests.bench.client import Client, Unexpected
from tests.bench.load import Job

ORDERS_PER_CONNECTION = 12
MAX_LINE_ITEMS = 20
ADDRESS = {"country": "DE", "city": "Berlin", "postalCode": "10117", "streetName": "Unter den Linden"}


class Workloads:
    """On the given products: JSON of products as the API answers them, each with a sku and stock."""

    def __init__(self, products: Sequence[dict[str, Any]]) -> None:
        self.products = products

    def limit(self, client: Client) -> Iterator[Job]:
        yield from self._reading("limit", client)

    def get_product(self, client: Client) -> Iterator[Job]:
        yield from self._reading("product", client)

    def _reading(self, service: str, _: Client) -> Iterator[Job]:
        def read(client: Client) -> None:
            wanted = random.choice(self.products)
            found = client.ask(service, "GET", f"products/{wanted['id']}")
            check(found["version"] == wanted["version"], "another product")

        while True:
            yield read

    def create_cart(self, _: Client) -> Iterator[Job]:
        def create(client: Client) -> None:
            made = client.ask("cart", "POST", "carts", {"currency": "EUR", "country": "DE"}, 201)
            check(made["version"] == 1 and made["lineItems"] == [], "not a new cart")

        while True:
            yield create

    def add_line_item(self, client: Client) -> Iterator[Job]:
        """Another sku each time, until the cart holds twenty; then their quantities grow."""
        cart = client.ask("cart", "POST", "carts", {"currency": "EUR", "country": "DE"}, 201)
        skus = random.sample([sku_of(product) for product in self.products], MAX_LINE_ITEMS)

        def add(client: Client) -> None:
            nonlocal cart
            action = {"action": "addLineItem", "sku": random.choice(skus), "quantity": 1}
            before = sum(item["quantity"] for item in cart["lineItems"])
            body = {"version": cart["version"], "actions": [action]}
            cart = client.ask("cart", "POST", f"carts/{cart['id']}", body)
            check(sum(item["quantity"] for item in cart["lineItems"]) == before + 1, "nothing was added")

        while True:
            yield add

    def place_order(self, client: Client) -> Iterator[Job]:
        carts = [self.full_cart(client) for _ in range(ORDERS_PER_CONNECTION)]

        def placing(cart: dict[str, Any]) -> Job:
            def place(client: Client) -> None:
                draft = {"cart": {"typeId": "cart", "id": cart["id"]}, "version": cart["version"]}
                order = client.ask("order", "POST", "orders", draft, 201)
                check(order["totalPrice"] == cart["totalPrice"], "another order")

            return place

        yield from map(placing, carts)

    def full_cart(self, client: Client) -> dict[str, Any]:
        skus = [sku_of(product) for product in random.sample(self.products, 2)]
        draft = {
            "currency": "EUR",
            "country": "DE",
            "inventoryMode": "ReserveOnOrder",
            "shippingAddress": ADDRESS,
            "lineItems": [{"sku": sku, "quantity": 1} for sku in skus],
        }
        made: dict[str, Any] = client.ask("cart", "POST", "carts", draft, 201)
        return made


def sku_of(product: dict[str, Any]) -> str:
    sku: str = product["masterData"]["current"]["masterVariant"]["sku"]
    return sku


def check(holds: bool, what: str) -> None:
    if not holds:
        raise Unexpected(what)
