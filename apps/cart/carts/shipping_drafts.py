"""How one of several ways of shipping comes into a cart of shipping mode Multiple.

https://docs.commercetools.com/api/projects/carts#shippingdraft
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apps.cart.carts.line_items import external_rate
from apps.cart.carts.shipping import info_of_method, rate_at_rest, rate_input_at_rest, shipping_info
from apps.cart.carts.ways import MULTIPLE, add_way, check_mode
from common.resources.addresses import address_at_rest
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.values.addresses import AddressDraft
from common.values.custom_fields import CustomFieldsDraft
from common.values.items import EstimatedDelivery
from common.values.references import ToShippingMethod, ToTaxCategory
from common.values.shipping import ShippingRateDraft, ShippingRateInputDraft
from common.values.tax_rates import ExternalTaxRateDraft
from common.values.texts import Key
from common.wire import dump
from common.wire.json import Json

if TYPE_CHECKING:
    from apps.cart.carts.document import Cart


@dataclass(frozen=True, kw_only=True)
class OneWay:
    """What both kinds have."""

    key: Key
    shipping_address: AddressDraft
    shipping_rate_input: ShippingRateInputDraft | None = None
    external_tax_rate: ExternalTaxRateDraft | None = None
    estimated_delivery: EstimatedDelivery | None = None
    custom: CustomFieldsDraft | None = None

    def add_to(self, cart: "Cart", context: Context) -> None:
        check_mode(cart, MULTIPLE)
        address = address_at_rest(self.shipping_address, context) or {}
        rate, when = external_rate(cart, self.external_tax_rate), dump(self.estimated_delivery)
        info = self.info(cart, address, context) | {
            name: value for name, value in (("taxRate", rate), ("estimatedDelivery", when)) if value is not None
        }
        rate_input = rate_input_at_rest(self.shipping_rate_input, context)
        add_way(cart, self.key, info, address, rate_input, custom_at_rest(self.custom, "shipping", context))

    def info(self, cart: "Cart", address: Json, context: Context) -> Json:
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class ShippingDraft(OneWay):
    """One of the merchant's methods."""

    shipping_method: ToShippingMethod

    def info(self, cart: "Cart", address: Json, context: Context) -> Json:
        return info_of_method(cart, self.shipping_method, address, context)


@dataclass(frozen=True, kw_only=True)
class CustomShippingDraft(OneWay):
    """One that is made for this cart only."""

    shipping_method_name: str
    shipping_rate: ShippingRateDraft
    tax_category: ToTaxCategory | None = None

    def info(self, cart: "Cart", address: Json, context: Context) -> Json:
        category = self.tax_category and self.tax_category.to_json()
        return shipping_info(self.shipping_method_name, rate_at_rest(cart, self.shipping_rate), taxCategory=category)
