"""Actions on how it is shipped."""

from collections.abc import Iterator
from dataclasses import dataclass

from apps.cart.carts.actions.items import with_or_without
from apps.cart.carts.actions.registry import actions
from apps.cart.carts.document import Cart
from apps.cart.carts.line_items import external_rate
from apps.cart.carts.messages import CartEstimatedDeliverySet
from apps.cart.carts.prices import check_currency
from common.errors import InvalidOperation
from common.resources.context import Context
from common.resources.custom import custom_at_rest
from common.resources.families.custom_fields import SetCustomField, SetCustomType
from common.resources.messages import Message
from common.values.custom_fields import CustomFieldsDraft
from common.values.items import EstimatedDelivery
from common.values.money import Money, cent_precision
from common.values.references import ToTaxCategory
from common.values.tax_rates import ExternalTaxRateDraft
from common.wire import dump
from common.wire.json import Json


def shipping_of(cart: Cart) -> Json:
    """How the cart is shipped; InvalidOperation if that is not decided yet."""
    if cart.shipping_info is None:
        raise InvalidOperation("The cart has no shipping method.")
    info: Json = cart.shipping_info
    return info


@dataclass(frozen=True)
class ShippingRateDraft:
    """``free_above``: what the goods must cost for the shipping to be free."""

    price: Money
    free_above: Money | None = None
    tiers: tuple[dict, ...] = ()  # type: ignore[type-arg]  # any object: they are only refused


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
        if cart.shipping_address is None:
            raise InvalidOperation("The cart needs a shipping address before its shipping method.")
        if self.shipping_rate.tiers:
            raise InvalidOperation("Tiers of shipping rates are not served yet (docs/coverage.md).")
        rate = self._rate(cart)
        given = {
            "taxCategory": self.tax_category and self.tax_category.to_json(),
            "taxRate": external_rate(cart, self.external_tax_rate),
            "estimatedDelivery": dump(self.estimated_delivery),
        }
        cart.shipping_info = {
            "shippingMethodName": self.shipping_method_name,
            "price": rate["price"],
            "shippingRate": rate,
            "shippingMethodState": "MatchesCart",
            "deliveries": [],
        } | {name: value for name, value in given.items() if value is not None}
        cart.shipping_custom_fields = custom_at_rest(self.custom, "shipping", context)

    def _rate(self, cart: Cart) -> Json:
        check_currency(cart, self.shipping_rate.price, "shippingRate.price")
        rate: Json = {"price": cent_precision(cart.currency_code, self.shipping_rate.price.cent_amount), "tiers": []}
        if (free_above := self.shipping_rate.free_above) is not None:
            check_currency(cart, free_above, "shippingRate.freeAbove")
            rate["freeAbove"] = cent_precision(cart.currency_code, free_above.cent_amount)
        return rate


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
