"""How a shipping method is born.

https://docs.commercetools.com/api/projects/shippingMethods#shippingmethoddraft
"""

from dataclasses import dataclass
from typing import Annotated

from marshmallow.validate import Length

from apps.cart.shipping_methods.document import ShippingMethod
from apps.cart.shipping_methods.eligibility import check_predicate
from apps.cart.shipping_methods.rates import with_rate, with_zone
from common.resources.card import shared_fields
from common.resources.context import Context
from common.resources.stores import store_keys
from common.values.custom_fields import CustomFieldsDraft
from common.values.localized import Localized
from common.values.references import ToStore, ToTaxCategory, ToZone
from common.values.shipping import ShippingRateDraft
from common.values.texts import Key
from common.wire.json import Json

Name = Annotated[str, Length(min=1)]
Stores = Annotated[tuple[ToStore, ...], Length(max=100)]


@dataclass(frozen=True)
class ZoneRateDraft:
    zone: ToZone
    shipping_rates: tuple[ShippingRateDraft, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ShippingMethodDraft:
    name: Name
    tax_category: ToTaxCategory
    zone_rates: tuple[ZoneRateDraft, ...]
    is_default: bool
    key: Key | None = None
    localized_name: Localized | None = None
    description: str | None = None
    localized_description: Localized | None = None
    carrier: str | None = None
    active: bool = True
    predicate: str | None = None
    stores: Stores = ()
    custom: CustomFieldsDraft | None = None


def born(draft: ShippingMethodDraft, context: Context) -> ShippingMethod:
    check_predicate(draft.predicate)
    rates: list[Json] = []
    for drafted in draft.zone_rates:
        rates = with_zone(rates, drafted.zone)
        for rate in drafted.shipping_rates:
            rates = with_rate(rates, drafted.zone, rate)
    return ShippingMethod(
        **shared_fields(draft, ShippingMethod, without=("zone_rates", "stores", "custom")),
        zone_rates=rates,
        stores=store_keys(draft.stores, context),
    )
