"""Notes of discounts that are being deleted, so that prices lose them.

A discount that changed says so itself; one that is gone cannot. So the note comes first: a crash between the two leaves
a note of a discount that is still there, which is found out later and costs nothing.
"""

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from pymongo.collection import Collection

from common.database import database

if TYPE_CHECKING:
    from apps.product.product_discounts.document import ProductDiscount

COLLECTION = "deleted-product-discounts"
GIVEN_UP_AFTER = timedelta(minutes=5)
"""A discount that is still there then was not deleted after all."""


def notes() -> Collection[dict[str, Any]]:
    return cast("Collection[dict[str, Any]]", database("product")[COLLECTION])


def leave_note(discount: "ProductDiscount") -> None:
    note = {"projectKey": discount.project_key, "at": datetime.now(UTC)}
    notes().update_one({"_id": discount.id}, {"$set": note}, upsert=True)
