"""How often each customer has used a discount code: one row each, ``{_id: "<code>/<customer>", count, _redeeming}``.

``_redeeming`` are the sagas that are just placing an order with it, as on the code itself.
"""

from typing import Any, cast

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection

from common.database import database

COLLECTION = "discount-code-uses"
INDEXES = (IndexModel([("projectKey", ASCENDING), ("_redeeming.saga", ASCENDING)], name="by saga"),)


def uses() -> Collection[dict[str, Any]]:
    return cast("Collection[dict[str, Any]]", database("cart")[COLLECTION])


def uses_of(code_id: str, customer_id: str) -> int:
    found = uses().find_one({"_id": use_id(code_id, customer_id)}, {"count": 1})
    return int(found["count"]) if found else 0


def use_id(code_id: str, customer_id: str) -> str:
    return f"{code_id}/{customer_id}"
