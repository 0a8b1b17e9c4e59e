"""What must hold among the variants of one half, looked at once after all actions of an update.

So two variants may exchange their values in one update.

https://docs.commercetools.com/api/projects/productTypes#attributeconstraintenum
"""

from collections.abc import Iterable, Iterator
from typing import Any

from apps.product.products.attributes import definitions_of
from apps.product.products.errors import (
    DuplicateAttributeValue,
    DuplicateAttributeValues,
    DuplicateVariantValues,
    InvalidAttribute,
)
from common.errors import DuplicateField
from common.resources.context import Context
from common.wire.json import Json, to_bytes

Values = dict[str, Any]
"""Name → value."""

UNDEFINED = "<undefined>"
"""What the API calls a value that is not there where it has to show one."""


def check_half(half: Json, product_type_id: str, context: Context) -> None:
    variants = [half["masterVariant"], *half["variants"]]
    if len(variants) == 1:
        return
    for name in ("sku", "key"):
        if again := repeated([variant for variant in variants if name in variant], (name,)):
            raise DuplicateField(name, again[name])
    nameless = [_without_price_ids(variant) for variant in variants if "sku" not in variant and "key" not in variant]
    if again := repeated(nameless, ("prices", "attributes", "images")):
        raise DuplicateVariantValues({"prices": again["prices"], "attributes": again["attributes"]})
    rows = [{each["name"]: each["value"] for each in variant["attributes"]} for variant in variants]
    _check_constraints(rows, definitions_of(product_type_id, context))


def _check_constraints(rows: list[Values], definitions: list[Json]) -> None:
    for name in _constrained(definitions, "SameForAll"):
        for row in rows:
            if row.get(name) != rows[0].get(name):
                raise InvalidAttribute(name, row.get(name, UNDEFINED), reason="it must be the same in all variants")
    for name in _constrained(definitions, "Unique"):
        if again := repeated([row for row in rows if name in row], (name,)):
            raise DuplicateAttributeValue({"name": name, "value": again[name]})
    together = tuple(_constrained(definitions, "CombinationUnique"))
    if again := repeated([row for row in rows if row.keys() & set(together)], together):
        raise DuplicateAttributeValues([{"name": name, "value": again.get(name)} for name in together])


def _constrained(definitions: Iterable[Json], constraint: str) -> Iterator[str]:
    return (each["name"] for each in definitions if each["attributeConstraint"] == constraint)


def repeated(rows: Iterable[Values], names: tuple[str, ...]) -> Values | None:
    """The first row whose values under all these names are those of a row before it."""
    seen = set()
    for row in rows:
        values = tuple(to_bytes(row.get(name)) for name in names)
        if values in seen:
            return row
        seen.add(values)
    return None


def _without_price_ids(variant: Json) -> Json:
    prices = [{name: value for name, value in price.items() if name != "id"} for price in variant["prices"]]
    return {**variant, "prices": prices}
