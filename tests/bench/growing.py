"""A larger catalogue than one has the patience to make through the API: copies of its products, put where they lie."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import uuid4

from pymongo import MongoClient

Json = dict[str, Any]

AT_ONCE = 500
OF_PRODUCT = ("ms-commerce-product", "products")
OF_STOCK = ("ms-commerce-product", "inventory")
OF_CART = ("ms-commerce-cart", "replicas")


def grown(products: Sequence[Json], count: int, mongodb: MongoClient[Json]) -> list[Json]:
    """``count`` products, of which all but ``products`` (as the API answers them) are copies: with ids, skus and slugs
    of their own, with stock, and known to the cart service.
    """
    all_products = list(products)
    rows = {place: _rows(mongodb, place, products) for place in (OF_PRODUCT, OF_STOCK, OF_CART)}
    for first in range(len(products), count, AT_ONCE):
        numbers = range(first, min(first + AT_ONCE, count))
        models = [products[number % len(products)] for number in numbers]
        renamings = [_renaming(model, number) for model, number in zip(models, numbers, strict=True)]
        for (database, collection), of_sku in rows.items():
            copies = [_copied(of_sku[_sku(model)], names) for model, names in zip(models, renamings, strict=True)]
            mongodb[database][collection].insert_many(copies, ordered=False)
        all_products += [_copied(model, names) for model, names in zip(models, renamings, strict=True)]
    return all_products


def _rows(mongodb: MongoClient[Json], place: tuple[str, str], products: Sequence[Json]) -> dict[str, Json]:
    """sku → the row of the product that has it."""
    database, collection = place
    skus = {_sku(product) for product in products}
    found = mongodb[database][collection].find({})
    return {sku: row for row in found for sku in _texts(row) if sku in skus}


def _renaming(product: Json, number: int) -> dict[str, str]:
    """What is called otherwise in the copy."""
    sku = _sku(product)
    copy = f"{sku}-{number}"
    found_by = {f"{name}:{sku}": f"{name}:{copy}" for name in ("en", "sku", "")}  # by slug, as a look-up, as a place
    return {sku: copy, **found_by, product["id"]: str(uuid4())}


def _copied(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        copy = {name: _copied(inner, names) for name, inner in value.items()}
        return copy | {"_id": _id_of_copy(copy["_id"], value["_id"], names)} if "_id" in copy else copy
    if isinstance(value, list):
        return [_copied(inner, names) for inner in value]
    return names.get(value, value) if isinstance(value, str) else value


def _id_of_copy(id: str, old: str, names: dict[str, str]) -> str:
    """A replica's id ends in its resource's; a row of stock has one of its own."""
    if id != old:
        return id
    head, slash, product_id = old.rpartition("/")
    return f"{head}/{names[product_id]}" if slash else str(uuid4())


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str):
        yield value


def _sku(product: Json) -> str:
    return str(product["masterData"]["current"]["masterVariant"]["sku"])
