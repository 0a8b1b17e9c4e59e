"""A way to ship, with what it costs where.

https://docs.commercetools.com/api/projects/shippingMethods
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from mongoengine import BooleanField

from common.errors import InvalidOperation
from common.resources.document import JsonField, Resource
from common.resources.unique import Unique
from common.values.custom_fields import CustomFields
from common.values.localized import Localized
from common.values.references import StoreKey, ToTaxCategory, ToZone
from common.values.shipping import ShippingRate
from common.values.texts import Key


@dataclass(frozen=True)
class ZoneRate:
    zone: ToZone
    shipping_rates: tuple[ShippingRate, ...]


def _second_default(_: Any) -> InvalidOperation:
    return InvalidOperation("Another shipping method is the project's default; take that from it first.")


class ShippingMethod(Resource):
    meta: ClassVar = {"collection": "shipping_methods", "db_alias": "cart"}
    unique: ClassVar = (Unique("key"), Unique("name"), Unique("_default", refusal=_second_default))
    indexed: ClassVar = ("zoneRates.zone.id", "taxCategory.id")

    key = JsonField(Key)
    name = JsonField(str, required=True)
    localized_name = JsonField(Localized)
    description = JsonField(str)
    localized_description = JsonField(Localized)
    carrier = JsonField(str)
    tax_category = JsonField(ToTaxCategory, required=True)
    zone_rates = JsonField(tuple[ZoneRate, ...], default=list)
    active = BooleanField(default=True)
    is_default = BooleanField(default=False)
    predicate = JsonField(str)
    stores = JsonField(tuple[StoreKey, ...], default=list)  # none: for carts of any store, and of none
    custom = JsonField(CustomFields)
    _default = JsonField(str)  # "yes" on the one of its project

    def settle(self, context: Any) -> None:
        self._default = "yes" if self.is_default else None
