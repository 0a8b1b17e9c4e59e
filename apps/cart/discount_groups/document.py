"""Discount groups: of the cart discounts in one, a cart gets the one that saves its buyer most.

https://docs.commercetools.com/api/projects/discount-groups
"""

from typing import Any, ClassVar

from mongoengine import BooleanField

from common.errors.discounts import MaxDiscountGroupsReached
from common.resources.collection import ALIVE
from common.resources.document import JsonField, Resource, collection_of
from common.resources.unique import Unique
from common.values.discounts import SortOrder
from common.values.localized import Localized
from common.values.texts import Key

MAX_ACTIVE = 100  # https://docs.commercetools.com/api/limits#discount-groups


class DiscountGroup(Resource):
    meta: ClassVar = {"collection": "discount-groups", "db_alias": "cart"}
    unique: ClassVar = (Unique("key"), Unique("sortOrder"))
    indexed: ClassVar = ("isActive",)

    key = JsonField(Key, required=True)
    name = JsonField(Localized)
    description = JsonField(Localized)
    sort_order = JsonField(SortOrder, required=True)
    is_active = BooleanField(default=True)

    def settle(self, context: Any) -> None:
        if self.is_active:
            self._check_room()

    def _check_room(self) -> None:
        others = {"projectKey": self.project_key, "isActive": True, "_id": {"$ne": self.id}, **ALIVE}
        if collection_of(DiscountGroup).count_documents(others, limit=MAX_ACTIVE) >= MAX_ACTIVE:
            raise MaxDiscountGroupsReached(MAX_ACTIVE)
