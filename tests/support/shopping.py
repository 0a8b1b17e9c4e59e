"""A merchant and customers of a running stack, over HTTP and through its gateway."""

import uuid
from collections.abc import Mapping
from typing import Any

import httpx

from tests.support.waiting import wait_until

Json = dict[str, Any]

PATIENCE_SECONDS = 180
TOO_BUSY = {502, 503, 504}
"""What a client answers by asking again; SDKs do, too."""


class Shop:
    """What it sells costs 10 €; every sku is its own."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http
        self.product_type = self.make("product-types", {"name": "hat", "description": "what is worn on heads"})
        rate = {"name": "MwSt", "amount": 0.19, "includedInPrice": True, "country": "DE"}
        self.tax_category = self.make("tax-categories", {"name": uuid.uuid4().hex, "rates": [rate]})

    def make(self, path: str, draft: Json) -> Json:
        made: Json = self.insist("POST", path, json=draft).raise_for_status().json()
        return made

    def insist(self, method: str, path: str, **options: Any) -> httpx.Response:
        """The first answer that is an answer: what is too busy, or not there for a moment, is asked again."""

        def answered() -> list[httpx.Response]:
            try:
                response = self.http.request(method, path, **options)
            except httpx.TransportError as cut:
                raise ConnectionError(str(cut)) from cut
            return [response] if response.status_code not in TOO_BUSY else []

        return wait_until(answered, PATIENCE_SECONDS, of=f"an answer to {method} {path}")[0]

    def hat(self, stock: int) -> str:
        """A new product's sku, so many in stock, once carts may hold it."""
        sku = f"hat-{uuid.uuid4().hex[:8]}"
        self.make("inventory", {"sku": sku, "quantityOnStock": stock})
        price = {"value": {"currencyCode": "EUR", "centAmount": 1000}}
        product = {
            "productType": {"typeId": "product-type", "id": self.product_type["id"]},
            "taxCategory": {"typeId": "tax-category", "id": self.tax_category["id"]},
            "name": {"en": sku},
            "slug": {"en": sku},
            "masterVariant": {"sku": sku, "prices": [price]},
            "publish": True,
        }
        self.make("products", product)
        return sku

    def code(self, **limits: int) -> str:
        """A new discount code for ten per cent off everything."""
        order = str(uuid.uuid4().int)[:30].rstrip("0")
        discount = {
            "name": {"en": "Ten per cent"},
            "value": {"type": "relative", "permyriad": 1000},
            "target": {"type": "lineItems", "predicate": "1 = 1"},
            "cartPredicate": "1 = 1",
            "requiresDiscountCode": True,
            "sortOrder": f"0.{order}",
        }
        made = self.make("cart-discounts", discount)
        code = f"save-{made['id'][:8]}"
        self.make("discount-codes", {"code": code, "cartDiscounts": [{"id": made["id"]}], **limits})
        return code

    def cart(self, quantities: Mapping[str, int], *codes: str) -> Json:
        """A cart of sku → quantity that reserves when it is ordered."""
        lines = [{"sku": sku, "quantity": quantity} for sku, quantity in quantities.items()]
        draft: Json = {"currency": "EUR", "inventoryMode": "ReserveOnOrder", "shippingAddress": {"country": "DE"}}
        if codes:
            draft["discountCodes"] = list(codes)
        return self.make("carts", draft | {"lineItems": lines})

    def order(self, cart: Json) -> httpx.Response:
        draft = {"cart": {"typeId": "cart", "id": cart["id"]}, "version": cart["version"]}
        return self.insist("POST", "orders", json=draft)

    def stock(self, sku: str) -> tuple[int, int]:
        """(on stock, available)"""
        page = self.insist("GET", "inventory", params={"where": f'sku="{sku}"'}).raise_for_status().json()
        [entry] = page["results"]
        return entry["quantityOnStock"], entry["availableQuantity"]

    def orders_of(self, cart: Json) -> list[str]:
        """The ids of this cart's orders, of which there may be one: what a client asks whose answer was cut off."""
        page = self.insist("GET", "orders", params={"where": f'cart(id="{cart["id"]}")'}).raise_for_status()
        return [str(order["id"]) for order in page.json()["results"]]


def code_of(response: httpx.Response) -> str:
    """The id of what was made, or the code of the refusal."""
    body = response.json()
    return str(body["id"] if response.is_success else body["errors"][0]["code"])
