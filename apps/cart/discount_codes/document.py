"""Discount codes: what a shopper types in to get cart discounts that are not given otherwise.

How often a code was used is counted here by the sagas that place orders (``workers.cart.redeeming``): that is no
change a client sees, so it neither raises the version nor is told.

https://docs.commercetools.com/api/projects/discountCodes
"""

from datetime import datetime
from typing import Annotated, Any, ClassVar

from marshmallow.validate import Length
from mongoengine import BooleanField, IntField, StringField

from apps.cart.predicates import CART
from common.errors import InvalidInput
from common.predicates.discounts import predicate
from common.resources.document import JsonField, Resource
from common.resources.families.validity import check_validity
from common.resources.unique import Unique
from common.values.custom_fields import CustomFields
from common.values.localized import Localized
from common.values.references import Reference, ToCartDiscount, ToStore
from common.values.texts import Key

MAX_CART_DISCOUNTS = 10
Code = Annotated[str, Length(min=1, max=256)]


class DiscountCode(Resource):
    meta: ClassVar = {"collection": "discount-codes", "db_alias": "cart"}
    unique: ClassVar = (Unique("key"), Unique("code"))
    indexed: ClassVar = ("cartDiscounts.id", "groups", "_redeeming.saga")

    key = JsonField(Key)
    code = JsonField(Code, required=True)
    name = JsonField(Localized)
    description = JsonField(Localized)
    cart_discounts = JsonField(tuple[ToCartDiscount, ...], required=True)
    cart_predicate = StringField()
    is_active = BooleanField(default=True)
    max_applications = IntField()
    max_applications_per_customer = IntField()
    groups = JsonField(tuple[str, ...], default=list)
    valid_from = JsonField(datetime)
    valid_until = JsonField(datetime)
    stores = JsonField(tuple[ToStore, ...], default=list)
    references = JsonField(tuple[Reference, ...], default=list)
    custom = JsonField(CustomFields)
    _applications = IntField(default=0)  # orders that used it, those just being placed included
    _redeeming = JsonField(list, default=list)  # the sagas that are placing them

    def settle(self, context: Any) -> None:
        check_validity(self)
        if not 1 <= len(self.cart_discounts) <= MAX_CART_DISCOUNTS:
            raise InvalidInput(f"A discount code has between 1 and {MAX_CART_DISCOUNTS} cart discounts.")
        asked = predicate(self.cart_predicate, CART) if self.cart_predicate else None
        self.references = asked.references_json() if asked else []
        discounts = context.find_all("cart-discount", [each["id"] for each in self.cart_discounts])
        keys = dict.fromkeys(store["key"] for discount in discounts.values() for store in discount["stores"])
        self.stores = [{"typeId": "store", "key": key} for key in sorted(keys)]
