"""A catalogue of so many products, made through the API as any client would."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import zip_longest
from typing import Any

from tests.bench.client import Client, Shop, Unexpected
from tests.support.waiting import wait_until

STOCK = 1_000_000
MAKERS = 8
MOST_IN_ONE_CART = 250


def catalogue(shop: Shop, count: int, run: str) -> list[dict[str, Any]]:
    """The products, published, priced and in stock; returns once the cart service sells the last of them."""
    client = Client(shop)
    tax_category = client.ask(
        "product",
        "POST",
        "tax-categories",
        {"name": "standard", "rates": [{"name": "MwSt", "amount": 0.19, "includedInPrice": True, "country": "DE"}]},
        201,
    )
    product_type = client.ask("product", "POST", "product-types", {"name": "hat", "description": "hats"}, 201)

    def made(numbers: range) -> Iterator[dict[str, Any]]:
        mine = Client(shop)
        for number in numbers:
            sku = f"{run}-{number}"
            draft = {
                "productType": {"typeId": "product-type", "id": product_type["id"]},
                "taxCategory": {"typeId": "tax-category", "id": tax_category["id"]},
                "name": {"en": f"Hat {number}"},
                "description": {"en": "It keeps the sun off and the rain out. " * 40},
                "slug": {"en": sku},
                "masterVariant": {"sku": sku, "prices": [{"value": {"currencyCode": "EUR", "centAmount": 1999}}]},
                "publish": True,
            }
            yield mine.ask("product", "POST", "products", draft, 201)
            mine.ask("product", "POST", "inventory", {"sku": sku, "quantityOnStock": STOCK}, 201)

    with ThreadPoolExecutor(MAKERS) as pool:
        shares = pool.map(lambda first: list(made(range(first, count, MAKERS))), range(MAKERS))
        rows = zip_longest(*shares)
    products = [product for row in rows for product in row if product is not None]
    for first in range(0, count, MOST_IN_ONE_CART):
        some = products[first : first + MOST_IN_ONE_CART]
        wait_until(partial(_sells, client, some), 300, of="the cart service selling every product")
    return products


def _sells(client: Client, products: list[dict[str, Any]]) -> bool:
    """Whether its replicas hold all of them."""
    skus = [product["masterData"]["current"]["masterVariant"]["sku"] for product in products]
    draft = {"currency": "EUR", "country": "DE", "lineItems": [{"sku": sku, "quantity": 1} for sku in skus]}
    try:
        return bool(client.ask("cart", "POST", "carts", draft, 201))
    except Unexpected:
        return False
