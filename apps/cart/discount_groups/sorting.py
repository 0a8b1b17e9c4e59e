"""No discount group and no cart discount without a group have the same sort order; those in a group have the group's.

Indexes keep it unique among groups and among discounts. Between the two it is looked up before a write; if both came
in the same moment their ids would decide, which is no harm.

What a discount in a group keeps at rest is for queries: what a client sees, and what carts go by, is the group's.
"""

from apps.cart.cart_discounts.document import CartDiscount
from apps.cart.discount_groups.document import DiscountGroup
from common.errors import DuplicateField
from common.resources.collection import ALIVE
from common.resources.document import collection_of


def check_that_it_is_free(project_key: str, sort_order: str) -> None:
    """DuplicateField where a cart discount has it."""
    taken = {"projectKey": project_key, "sortOrder": sort_order, "discountGroup": None, **ALIVE}
    if found := collection_of(CartDiscount).find_one(taken, {"_id": 1}):
        raise DuplicateField("sortOrder", sort_order, {"typeId": "cart-discount", "id": found["_id"]})


def take_discounts_along(group: DiscountGroup) -> None:
    mine = {"projectKey": group.project_key, "discountGroup.id": group.id}
    collection_of(CartDiscount).update_many(mine, {"$set": {"sortOrder": group.sort_order}})
