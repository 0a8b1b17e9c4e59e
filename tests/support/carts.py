"""Carts and stock as their services keep them, for tests of what happens to them afterwards."""

from typing import Any
from uuid import uuid4

from common.database import connect, database
from common.wire.times import now_text

Json = dict[str, Any]
EUR = {"type": "centPrecision", "currencyCode": "EUR", "fractionDigits": 2}


def a_cart(*lines: Json, project: str = "shop", **more: Any) -> Json:
    """A stored cart that can be ordered; its id and version are what an order needs."""
    total = sum(line["totalPrice"]["centAmount"] for line in lines)
    cart = {
        "_id": str(uuid4()),
        "projectKey": project,
        "version": 3,
        "createdAt": now_text(),
        "lastModifiedAt": now_text(),
        "cartState": "Active",
        "origin": "Customer",
        "lineItems": list(lines) or [a_line("hat")],
        "customLineItems": [],
        "totalPrice": {**EUR, "centAmount": total},
        "inventoryMode": "None",
        "taxMode": "Platform",
        "taxRoundingMode": "HalfEven",
        "priceRoundingMode": "HalfEven",
        "taxCalculationMode": "LineItemLevel",
        "shippingAddress": {"country": "AT", "city": "Vienna"},
        "itemShippingAddresses": [],
        "shippingMode": "Single",
        "shipping": [],
        "discountCodes": [],
        "directDiscounts": [],
        "refusedGifts": [],
        **more,
    }
    connect("cart")
    database("cart")["carts"].insert_one(cart)
    return cart


def a_line(sku: str, quantity: int = 1, cents: int = 1000) -> Json:
    return {
        "id": str(uuid4()),
        "productId": str(uuid4()),
        "name": {"en": sku},
        "productType": {"typeId": "product-type", "id": str(uuid4())},
        "variant": {"id": 1, "sku": sku},
        "price": {"id": str(uuid4()), "value": {**EUR, "centAmount": cents}},
        "quantity": quantity,
        "totalPrice": {**EUR, "centAmount": cents * quantity},
        "discountedPricePerQuantity": [],
        "perMethodTaxRate": [],
        "taxedPricePortions": [],
        "state": [{"quantity": quantity, "state": {"typeId": "state", "id": str(uuid4())}}],
        "priceMode": "ExternalPrice",
        "lineItemMode": "Standard",
    }


def a_stock(sku: str, quantity: int, project: str = "shop") -> str:
    """The id of the inventory entry."""
    entry = {
        "_id": str(uuid4()),
        "projectKey": project,
        "version": 1,
        "createdAt": now_text(),
        "lastModifiedAt": now_text(),
        "sku": sku,
        "quantityOnStock": quantity,
        "availableQuantity": quantity,
        "_place": f":{sku}",
    }
    database("product")["inventory"].insert_one(entry)
    return str(entry["_id"])


def cart_now(cart: Json) -> Json:
    found: Any = database("cart")["carts"].find_one({"_id": cart["_id"]})
    return dict(found)


def stock_now(id: str) -> tuple[int, int]:
    """On stock, and available."""
    found: Any = database("product")["inventory"].find_one({"_id": id})
    assert not found.get("_reservations"), "marks of sagas that are over"
    return found["quantityOnStock"], found["availableQuantity"]
