"""For one sku, buyer and place there is one price at a time; and one for always, which gives way to those.

A price that is for the same and at the same time as another is kept out by a unique index. Times that only meet are
looked for before writing: of two written in the same instant, both may be kept.
"""

from typing import Any

from apps.product.products.prices import ALWAYS, meet, scope_of, time_of
from apps.product.standalone_prices.errors import DuplicateStandalonePriceScope, OverlappingStandalonePriceValidity
from common.resources.context import Context
from common.resources.document import Resource, collection_of, on_the_wire
from common.wire.json import Json


def scope_at_rest(price: Json) -> str:
    parts = (*scope_of(price), *time_of(price), price["sku"])  # the sku last: it may have any letters
    return "|".join(part or "" for part in parts)


def check_scope(document: type[Resource], price: Json, context: Context) -> None:
    """Raises if another price of the sku is in the way."""
    asked = {"projectKey": context.project_key, "sku": price["sku"]}
    for found in collection_of(document).find(asked, {"_outbox": 0}):
        other = on_the_wire(found)
        if other["id"] != price["id"] and scope_of(other) == scope_of(price):
            _check_time(price, other)


def _check_time(price: Json, other: Json) -> None:
    if time_of(price) == time_of(other):
        raise DuplicateStandalonePriceScope(**_facts(price, other))
    if time_of(price) != ALWAYS != time_of(other) and meet(price, other):
        raise OverlappingStandalonePriceValidity(
            **_facts(price, other),
            conflicting_valid_from=other.get("validFrom"),
            conflicting_valid_until=other.get("validUntil"),
        )


def _facts(price: Json, other: Json) -> dict[str, Any]:
    return {
        "conflicting_standalone_price": {"typeId": "standalone-price", "id": other["id"]},
        "sku": price["sku"],
        "currency": price["value"]["currencyCode"],
        "country": price.get("country"),
        "customer_group": price.get("customerGroup"),
        "channel": price.get("channel"),
        "valid_from": price.get("validFrom"),
        "valid_until": price.get("validUntil"),
    }
