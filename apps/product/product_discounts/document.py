"""Product discounts: what is taken off prices in the catalogue, before anything is in a cart.

https://docs.commercetools.com/api/projects/productDiscounts
"""

from datetime import datetime
from typing import Any, ClassVar

from mongoengine import BooleanField, StringField

from apps.product.product_discounts.facts import PRICE
from apps.product.product_discounts.values import Value
from common.errors import InvalidOperation
from common.predicates.discounts import predicate
from common.resources.document import JsonField, Resource
from common.resources.families.validity import check_validity
from common.resources.unique import Unique
from common.values.discounts import SortOrder
from common.values.localized import Localized
from common.values.references import Reference
from common.values.texts import Key


class ProductDiscount(Resource):
    meta: ClassVar = {"collection": "product-discounts", "db_alias": "product"}
    unique: ClassVar = (Unique("key"), Unique("sortOrder"))
    indexed: ClassVar = ("isActive",)
    swept: ClassVar = "_unfollowedSince"

    key = JsonField(Key)
    name = JsonField(Localized, required=True)
    description = JsonField(Localized)
    value = JsonField(Value, required=True)
    predicate = StringField(required=True)
    sort_order = JsonField(SortOrder, required=True)
    is_active = BooleanField(required=True)
    valid_from = JsonField(datetime)
    valid_until = JsonField(datetime)
    references = JsonField(tuple[Reference, ...], default=list)
    _unfollowed_since = StringField(db_field="_unfollowedSince")  # from when on prices may not show it as it is

    def settle(self, context: Any) -> None:
        check_validity(self)
        if "money" in self.value:
            currencies = [each["currencyCode"] for each in self.value["money"]]
            if not currencies or len(set(currencies)) < len(currencies):
                raise InvalidOperation("An amount is required, and at most one for each currency.")
        self.references = predicate(self.predicate, PRICE).references_json()
        self._unfollowed_since = context.now
