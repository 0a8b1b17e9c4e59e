"""A price of a sku, whether or not a product has that sku.

https://docs.commercetools.com/api/projects/standalone-prices#standaloneprice
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from mongoengine import BooleanField

from apps.product.product_discounts.noted_prices import COLLECTION
from apps.product.products.prices import check_tiers
from apps.product.standalone_prices.discounts import discounted_now
from apps.product.standalone_prices.errors import being_changed
from apps.product.standalone_prices.scopes import check_scope, scope_at_rest
from common.resources.document import JsonField, Resource, on_the_wire, stored
from common.resources.families.validity import check_validity
from common.resources.unique import Unique
from common.values.custom_fields import CustomFields
from common.values.money import Money
from common.values.prices import DiscountedPrice, PriceTier
from common.values.references import ToChannel, ToCustomerGroup
from common.values.texts import CountryCode, Key


@dataclass(frozen=True)
class Staged:
    """What the price will be once that is applied."""

    value: Money
    discounted: DiscountedPrice | None = None


class StandalonePrice(Resource):
    meta: ClassVar = {"collection": COLLECTION, "db_alias": "product"}
    unique: ClassVar = (Unique("key"), Unique("_scope", refusal=being_changed))
    indexed: ClassVar = ("sku", "channel.id", "customerGroup.id")
    swept: ClassVar = "_unfollowedSince"

    key = JsonField(Key)
    sku = JsonField(str, required=True)
    value = JsonField(Money, required=True)
    country = JsonField(CountryCode)
    customer_group = JsonField(ToCustomerGroup)
    channel = JsonField(ToChannel)
    valid_from = JsonField(datetime)
    valid_until = JsonField(datetime)
    tiers = JsonField(tuple[PriceTier, ...])
    discounted = JsonField(DiscountedPrice)
    staged = JsonField(Staged)
    active = BooleanField(default=True)
    custom = JsonField(CustomFields)
    _scope = JsonField(str)  # sku, buyer, place and time: one price each
    _unfollowed_since = JsonField(str)  # from when on a product that has the sku may be another (``noted_prices``)

    def settle(self, context: Any) -> None:
        check_validity(self)
        json = on_the_wire(stored(self))
        check_tiers(json)
        scope = scope_at_rest(json)
        if scope != self._scope:
            check_scope(type(self), json, context)
        self._scope = scope
        self.discounted = discounted_now(json, context)
