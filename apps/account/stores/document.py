"""A store: a part of the shop with customers, carts and orders of its own, for some languages and countries.

https://docs.commercetools.com/api/projects/stores
"""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from common.resources.document import JsonField, Resource
from common.resources.unique import Unique
from common.values.custom_fields import CustomFields
from common.values.localized import Locale, Localized
from common.values.references import Reference, To, ToChannel
from common.values.texts import CountryCode, Key


@dataclass(frozen=True)
class StoreCountry:
    code: CountryCode


@dataclass(frozen=True)
class ProductSelectionSetting:
    """There are no product selections yet, so that naming one is refused."""

    product_selection: Annotated[Reference, To("product-selection")]
    active: bool = False


@dataclass(frozen=True)
class Storefront:
    """Pages of the shop that others link to. Templates name what they are about: ``…/orders/{orderId}``."""

    checkout_url_template: str | None = None
    contact_url: str | None = None
    cookie_policy_url: str | None = None
    faq_url: str | None = None
    imprint_url: str | None = None
    order_url_template: str | None = None
    privacy_policy_url: str | None = None
    refund_policy_url: str | None = None
    shipping_policy_url: str | None = None
    terms_of_service_url: str | None = None


class Store(Resource):
    meta: ClassVar[dict[str, Any]] = {"collection": "stores", "db_alias": "account"}
    unique: ClassVar = (Unique("key"),)
    indexed: ClassVar = ("languages", "distributionChannels.id", "supplyChannels.id")

    key = JsonField(Key, required=True)
    name = JsonField(Localized)
    languages = JsonField(tuple[Locale, ...], default=list)
    countries = JsonField(tuple[StoreCountry, ...], default=list)
    distribution_channels = JsonField(tuple[ToChannel, ...], default=list)
    supply_channels = JsonField(tuple[ToChannel, ...], default=list)
    product_selections = JsonField(tuple[ProductSelectionSetting, ...], default=list)
    storefront = JsonField(Storefront)
    custom = JsonField(CustomFields)
