"""Cart discounts: what is taken off carts that match, or given with them.

https://docs.commercetools.com/api/projects/cartDiscounts
"""

from datetime import datetime
from typing import Any, ClassVar

from mongoengine import BooleanField, StringField

from apps.cart.cart_discounts.grouping import take_place
from apps.cart.cart_discounts.rules import check, references_of
from common.errors.discounts import MaxCartDiscountsReached
from common.resources.collection import ALIVE
from common.resources.document import JsonField, Resource, collection_of
from common.resources.families.validity import check_validity
from common.resources.unique import Unique
from common.values.custom_fields import CustomFields
from common.values.discounts import SortOrder, StackingMode, Target, Value
from common.values.localized import Localized
from common.values.references import Reference, ToDiscountGroup, ToStore
from common.values.texts import Key

MAX_ACTIVE = 100  # https://docs.commercetools.com/api/limits#cart-discounts
WITHOUT_CODE = {"isActive": True, "requiresDiscountCode": False}
"""Those that every cart is held against."""


class CartDiscount(Resource):
    meta: ClassVar = {"collection": "cart-discounts", "db_alias": "cart"}
    unique: ClassVar = (Unique("key"), Unique("_ownSortOrder", "sortOrder"))
    indexed: ClassVar = (("isActive", "requiresDiscountCode"), "stores.key", "sortOrder", "discountGroup.id")

    key = JsonField(Key)
    name = JsonField(Localized, required=True)
    description = JsonField(Localized)
    value = JsonField(Value, required=True)
    target = JsonField(Target)
    cart_predicate = StringField(required=True)
    sort_order = JsonField(SortOrder, required=True)
    discount_group = JsonField(ToDiscountGroup)
    stacking_mode = JsonField(StackingMode, default="Stacking")
    is_active = BooleanField(default=True)
    requires_discount_code = BooleanField(default=False)
    valid_from = JsonField(datetime)
    valid_until = JsonField(datetime)
    stores = JsonField(tuple[ToStore, ...], default=list)
    recurring_order_scope = JsonField(dict, default=lambda: {"type": "NonRecurringOrdersOnly"})
    references = JsonField(tuple[Reference, ...], default=list)
    custom = JsonField(CustomFields)
    _own_sort_order = JsonField(SortOrder)  # the same, of those without a group

    def settle(self, context: Any) -> None:
        check_validity(self)
        check(self)
        self.references = references_of(self)
        take_place(self, context)
        if self.is_active and not self.requires_discount_code:
            self._check_room()

    def _check_room(self) -> None:
        others = {"projectKey": self.project_key, **WITHOUT_CODE, "_id": {"$ne": self.id}, **ALIVE}
        if collection_of(CartDiscount).count_documents(others, limit=MAX_ACTIVE) >= MAX_ACTIVE:
            raise MaxCartDiscountsReached(MAX_ACTIVE)
