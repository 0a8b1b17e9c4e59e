"""Facts of a line item."""

from typing import Any

from apps.cart.predicates.common_facts import (
    AMOUNT,
    BOOLEAN,
    NUMBER,
    TEXT,
    TIME,
    custom_fields,
    custom_type,
    inside,
    of_item,
    tax_rate,
)
from apps.cart.predicates.seen import SeenItem
from common.predicates.facts import Fact, Facts, merchants
from common.predicates.shape import Many
from common.values.money import exact_cents

TEXTS = Many(TEXT)


def _key(seen: SeenItem, type_id: str, reference: Any) -> Any:
    return seen.of.found(type_id, reference and reference["id"]).get("key")


def _discounted(seen: SeenItem) -> Any:
    found = seen.item["price"].get("discounted")
    return found and seen.of.amount(exact_cents(found["value"]))


def _attribute(path: tuple[str, ...]) -> Fact:
    name = path[0]
    return merchants(lambda seen: seen.attribute(name), *path[1:])


of_custom = of_item("custom")
of_price = of_item("price")

LINE_ITEM = Facts(
    {
        "product.id": Fact(TEXT, of_item("productId"), "product"),
        "product.key": Fact(TEXT, of_item("productKey")),
        "productType.id": Fact(TEXT, of_item("productType", "id"), "product-type"),
        "productType.key": Fact(TEXT, lambda seen: _key(seen, "product-type", seen.item["productType"])),
        "variant.id": Fact(NUMBER, of_item("variant", "id")),
        "variant.key": Fact(TEXT, of_item("variant", "key")),
        "sku": Fact(TEXT, of_item("variant", "sku")),
        "quantity": Fact(NUMBER, of_item("quantity")),
        "addedAt": Fact(TIME, of_item("addedAt")),
        "lineItemMode": Fact(TEXT, of_item("lineItemMode")),
        "priceMode": Fact(TEXT, of_item("priceMode")),
        "categories.id": Fact(TEXTS, lambda seen: seen.category_ids, "category"),
        "categories.key": Fact(TEXTS, lambda seen: seen.of.keys_of("category", seen.category_ids)),
        "categoriesWithAncestors.id": Fact(TEXTS, lambda seen: seen.of.with_ancestors(seen.category_ids), "category"),
        "categoriesWithAncestors.key": Fact(
            TEXTS, lambda seen: seen.of.keys_of("category", seen.of.with_ancestors(seen.category_ids))
        ),
        "supplyChannel.id": Fact(TEXT, of_item("supplyChannel", "id"), "channel"),
        "supplyChannel.key": Fact(TEXT, lambda seen: _key(seen, "channel", seen.item.get("supplyChannel"))),
        "distributionChannel.id": Fact(TEXT, of_item("distributionChannel", "id"), "channel"),
        "distributionChannel.key": Fact(TEXT, lambda seen: _key(seen, "channel", seen.item.get("distributionChannel"))),
        "price": Fact(AMOUNT, lambda seen: seen.of.amount(exact_cents(seen.unit))),
        "price.amount": Fact(AMOUNT, lambda seen: seen.of.amount(exact_cents(seen.unit))),
        "price.country": Fact(TEXT, inside(of_price, "country")),
        "price.customerGroup.id": Fact(TEXT, inside(of_price, "customerGroup", "id"), "customer-group"),
        "price.customerGroup.key": Fact(
            TEXT, lambda seen: _key(seen, "customer-group", seen.item["price"].get("customerGroup"))
        ),
        "price.channel.id": Fact(TEXT, inside(of_price, "channel", "id"), "channel"),
        "price.channel.key": Fact(TEXT, lambda seen: _key(seen, "channel", seen.item["price"].get("channel"))),
        "price.validFrom": Fact(TIME, inside(of_price, "validFrom")),
        "price.validUntil": Fact(TIME, inside(of_price, "validUntil")),
        "price.discounted": Fact(AMOUNT, _discounted),
        "price.discounted.value": Fact(AMOUNT, _discounted),
        "price.discounted.discount.id": Fact(
            TEXT, inside(of_price, "discounted", "discount", "id"), "product-discount"
        ),
        "price.discount.id": Fact(TEXT, inside(of_price, "discounted", "discount", "id"), "product-discount"),
        "inventory.isOnStock": Fact(BOOLEAN, of_item("variant", "availability", "isOnStock")),
        **tax_rate(of_item("taxRate")),
        **custom_type(of_custom, lambda seen: seen.of),
    },
    families={
        "attributes": _attribute,
        "custom": custom_fields(of_custom),
        "price.custom": custom_fields(inside(of_price, "custom")),
    },
)
