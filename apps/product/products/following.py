"""Products follow their product type: attributes renamed, values relabelled, what it has no more taken away.

A change of a product type that concerns products leaves a note in it (``leaves_behind``), written by the same update.
A worker looks for such notes now and then, brings every product of the type up to date, each by a guarded write, and
takes the notes away if the type is still the one it read. So a crash loses nothing, and twice is as good as once.

https://docs.commercetools.com/api/projects/productTypes#update-actions
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from apps.product.product_types.document import ProductType
from apps.product.products.document import Product
from apps.product.products.variants import variants_of
from common.database import database
from common.errors import ConcurrentModification, ResourceNotFound
from common.events.lease import hold
from common.resources.collection import load
from common.resources.document import Stored, collection_of, restored, stored
from common.resources.write import save_change
from common.wire.json import Json
from common.wire.times import now_text

LEASE = "products follow their types"
EXTEND_AFTER = 100  # products

Attributes = list[Json]


def follow_all() -> None:
    """Unless another worker is at it."""
    for product_type in collection_of(ProductType).find({"_unfollowed": {"$exists": True}}):
        for at, found in enumerate(_products_of(product_type)):
            if at % EXTEND_AFTER == 0 and not hold(database("product"), LEASE):
                return
            with suppress(ResourceNotFound):
                _follow(restored(Product, found), product_type)
        as_read = {"_id": product_type["_id"], "version": product_type["version"]}
        collection_of(ProductType).update_one(as_read, {"$unset": {"_unfollowed": ""}})


def _products_of(product_type: Stored) -> Iterator[Stored]:
    of_type = {"projectKey": product_type["projectKey"], "productType.id": product_type["_id"]}
    return iter(collection_of(Product).find(of_type, {"_outbox": 0}))


def _follow(product: Product, product_type: Stored) -> None:
    before = stored(product)
    master_data = {name: _half(value, product_type) for name, value in product.master_data.items()}
    if master_data == product.master_data:
        return
    master_data["hasStagedChanges"] = master_data["current"] != master_data["staged"]
    product.master_data = master_data
    product.version += 1
    product.last_modified_at = now_text()
    try:
        save_change("product", product, before, [])
    except ConcurrentModification:  # somebody else changed it: once more, on what they made of it
        if again := load(Product, product.project_key, _id=product.id):
            _follow(again, product_type)


def _half(half: Any, product_type: Stored) -> Any:
    """A half as its type has it now; what stands beside the halves stays."""
    if not isinstance(half, dict):
        return half
    master, *others = (
        {**variant, "attributes": as_declared(variant["attributes"], product_type, "Variant")}
        for variant in variants_of(half)
    )
    attributes = as_declared(half["attributes"], product_type, "Product")
    return {**half, "attributes": attributes, "masterVariant": master, "variants": others}


def as_declared(attributes: Attributes, product_type: Json, level: str) -> Attributes:
    """The attributes as the product type has them now, its renamings done in their order."""
    named = [(each["name"], each["value"]) for each in attributes]
    for change in product_type.get("_unfollowed") or ():
        named = [_after(change, name, value) for name, value in named]
    declared = {each["name"]: each["type"] for each in product_type["attributes"] if each["level"] == level}
    kept = {name: _value(value, declared[name]) for name, value in named if name in declared}
    return [{"name": name, "value": value} for name, value in kept.items() if value is not None]


def _after(change: Json, name: str, value: Any) -> tuple[str, Any]:
    if name != change["attribute"]:
        return name, value
    return change.get("name", name), _rekeyed(value, change["key"], change["new_key"]) if "key" in change else value


def _rekeyed(value: Any, key: str, new_key: str) -> Any:
    if isinstance(value, list):
        return [_rekeyed(one, key, new_key) for one in value]
    return {**value, "key": new_key} if value["key"] == key else value


def _value(value: Any, declared: Json) -> Any:
    """With the labels that its enum has now; None where nothing is left of it."""
    match declared["name"]:
        case "set":
            return [left for one in value if (left := _value(one, declared["elementType"])) is not None] or None
        case "enum" | "lenum":
            return next((one for one in declared["values"] if one["key"] == value["key"]), None)
    return value
