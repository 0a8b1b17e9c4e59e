"""Actions on how it is shipped."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.cart.carts.actions.registry import actions
from apps.cart.carts.document import Cart
from apps.cart.carts.line_items import external_rate
from apps.cart.carts.messages import CartEstimatedDeliverySet
from apps.cart.carts.shipping import address_of, info_of_method, rate_at_rest, set_rate_input, shipping_info
from apps.cart.carts.ways import check_mode, way_named
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.resources.families.custom_fields import SetCustomField, SetCustomType
from common.resources.families.items import with_or_without
from common.resources.messages import Message
from common.values.custom_fields import CustomFieldsDraft
from common.values.items import EstimatedDelivery
from common.values.references import ToShippingMethod, ToTaxCategory
from common.values.shipping import ShippingRateDraft, ShippingRateInputDraft
from common.values.tax_rates import ExternalTaxRateDraft
from common.wire import dump


@actions("setCustomShippingMethod")
@dataclass(frozen=True, kw_only=True)
class SetCustomShippingMethod:
    """A way of shipping that is made for this cart only."""

    shipping_method_name: str
    shipping_rate: ShippingRateDraft
    tax_category: ToTaxCategory | None = None
    external_tax_rate: ExternalTaxRateDraft | None = None
    estimated_delivery: EstimatedDelivery | None = None
    custom: CustomFieldsDraft | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        address_of(cart)
        cart.shipping_info = shipping_info(
            self.shipping_method_name,
            rate_at_rest(cart, self.shipping_rate),
            taxCategory=self.tax_category and self.tax_category.to_json(),
            taxRate=external_rate(cart, self.external_tax_rate),
            estimatedDelivery=dump(self.estimated_delivery),
        )
        cart.shipping_custom_fields = custom_at_rest(self.custom, "shipping", context)


@actions("setShippingMethod")
@dataclass(frozen=True, kw_only=True)
class SetShippingMethod:
    """One of the merchant's ways of shipping; without one, none."""

    shipping_method: ToShippingMethod | None = None
    external_tax_rate: ExternalTaxRateDraft | None = None
    estimated_delivery: EstimatedDelivery | None = None
    custom: CustomFieldsDraft | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        if self.shipping_method is None:
            check_mode(cart, "Single")
            cart.shipping_info = cart.shipping_custom_fields = None
            return
        cart.shipping_info = info_of_method(
            cart,
            self.shipping_method,
            address_of(cart),
            context,
            taxRate=external_rate(cart, self.external_tax_rate),
            estimatedDelivery=dump(self.estimated_delivery),
        )
        cart.shipping_custom_fields = custom_at_rest(self.custom, "shipping", context)


@actions("setShippingRateInput")
@dataclass(frozen=True)
class SetShippingRateInput:
    """By which the tier of the shipping rate is chosen."""

    shipping_rate_input: ShippingRateInputDraft | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        set_rate_input(cart, self.shipping_rate_input, context)


@actions("setEstimatedDelivery")
@dataclass(frozen=True)
class SetEstimatedDelivery:
    estimated_delivery: EstimatedDelivery | None = None
    shipping_key: str | None = None

    def apply(self, cart: Cart) -> Iterator[Message]:
        info, told = way_named(cart, self.shipping_key).info, dump(self.estimated_delivery)
        if info.get("estimatedDelivery") != told:
            with_or_without(info, "estimatedDelivery", told)
            yield CartEstimatedDeliverySet(self.estimated_delivery, self.shipping_key)


@actions("setShippingCustomType")
@dataclass(frozen=True, kw_only=True)
class SetShippingCustomType(SetCustomType):
    shipping_key: str | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        _customise(cart, self, context)


@actions("setShippingCustomField")
@dataclass(frozen=True, kw_only=True)
class SetShippingCustomField(SetCustomField):
    shipping_key: str | None = None

    def apply(self, cart: Cart, context: Context) -> None:
        _customise(cart, self, context)


def _customise(cart: Cart, action: SetShippingCustomType | SetShippingCustomField, context: Context) -> None:
    way = way_named(cart, action.shipping_key)
    if way.key is None:
        cart.shipping_custom_fields = action.on(cart.shipping_custom_fields, "shipping", context)
    for each in cart.shipping:
        if each["shippingKey"] == way.key:
            custom = action.on(each.get("shippingCustomFields"), "shipping", context)
            with_or_without(each, "shippingCustomFields", custom)
