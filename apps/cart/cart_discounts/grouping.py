"""Cart discounts that belong to a group, of which one applies: which may, and what they have from it.

https://docs.commercetools.com/api/projects/discount-groups
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from werkzeug.datastructures import MultiDict

from common.errors import DuplicateField, InvalidInput, InvalidOperation, RequiredField
from common.resources.collection import ALIVE, OwnSource
from common.resources.context import Context
from common.resources.document import collection_of
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.cart_discounts.document import CartDiscount

OF_LINES = ("lineItems", "customLineItems", "multiBuyLineItems", "multiBuyCustomLineItems")
MAX_IN_GROUP = 100  # https://docs.commercetools.com/api/projects/discount-groups


def take_place(discount: "CartDiscount", context: Context) -> None:
    """The group's sort order, else its own, which no group may have."""
    if discount.discount_group is not None:
        discount.sort_order, discount._own_sort_order = _joined(discount, context)["sortOrder"], None
        return
    if discount.sort_order is None:
        raise RequiredField("sortOrder")
    groups = cast(OwnSource, context.sources["discount-group"])
    for group in groups.by(discount.project_key, "sortOrder", [discount.sort_order]):
        raise DuplicateField("sortOrder", discount.sort_order, {"typeId": "discount-group", "id": group["id"]})
    discount._own_sort_order = discount.sort_order


def _joined(discount: "CartDiscount", context: Context) -> Json:
    """The group; InvalidInput where the discount takes nothing off lines, InvalidOperation where the group is full."""
    id = discount.discount_group["id"]
    if (discount.target or {}).get("type") not in OF_LINES:
        raise InvalidInput(f"Only discounts on {', '.join(OF_LINES)} can be in a discount group.")
    group = context.find("discount-group", id)
    if group is None:
        raise InvalidOperation(f"The discount group '{id}' does not exist any more.")
    others = {"projectKey": discount.project_key, "discountGroup.id": id, "_id": {"$ne": discount.id}, **ALIVE}
    if collection_of(type(discount)).count_documents(others, limit=MAX_IN_GROUP) >= MAX_IN_GROUP:
        raise InvalidOperation(f"A discount group has at most {MAX_IN_GROUP} cart discounts.")
    return group


def show_groups_order(discounts: Sequence[Json], _: MultiDict[str, str], context: Context) -> None:
    """Those in a group with the sort order that the group has now, in place."""
    grouped = [each for each in discounts if "discountGroup" in each]
    groups = context.find_all("discount-group", {each["discountGroup"]["id"] for each in grouped}) if grouped else {}
    for each in grouped:
        if group := groups.get(each["discountGroup"]["id"]):
            each["sortOrder"] = group["sortOrder"]
