"""Actions on how it is shipped."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.cart.carts.actions.registry import actions
from apps.cart.carts.document import Cart
from apps.cart.carts.line_items import external_rate
from apps.cart.carts.messages import CartEstimatedDeliverySet
from apps.cart.carts.shipping import check_address, rate_at_rest, set_method, set_rate_input, set_shipping
from common.errors import InvalidOperation
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
from common.wire.json import Json


def shipping_of(cart: Cart) -> Json:
    """How the cart is shipped; InvalidOperation if that is not decided yet."""
    if cart.shipping_info is None:
        raise InvalidOperation("The cart has no shipping method.")
    info: Json = cart.shipping_info
    return info


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
        check_address(cart)
        set_shipping(
            cart,
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
            cart.shipping_info = cart.shipping_custom_fields = None
            return
        set_method(
            cart,
            self.shipping_method,
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

    def apply(self, cart: Cart) -> Iterator[Message]:
        info, told = shipping_of(cart), dump(self.estimated_delivery)
        if info.get("estimatedDelivery") != told:
            with_or_without(info, "estimatedDelivery", told)
            yield CartEstimatedDeliverySet(self.estimated_delivery)


@actions("setShippingCustomType")
@dataclass(frozen=True, kw_only=True)
class SetShippingCustomType(SetCustomType):
    def apply(self, cart: Cart, context: Context) -> None:
        _customise(cart, self, context)


@actions("setShippingCustomField")
@dataclass(frozen=True, kw_only=True)
class SetShippingCustomField(SetCustomField):
    def apply(self, cart: Cart, context: Context) -> None:
        _customise(cart, self, context)


def _customise(cart: Cart, action: SetCustomType | SetCustomField, context: Context) -> None:
    shipping_of(cart)
    cart.shipping_custom_fields = action.on(cart.shipping_custom_fields, "shipping", context)
