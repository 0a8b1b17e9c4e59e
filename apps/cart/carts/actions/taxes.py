"""Actions on taxes: who says what the rates are, and how the tax is rounded."""

from dataclasses import dataclass
from typing import Annotated

from marshmallow.validate import Range

from apps.cart.carts.actions.registry import actions
from apps.cart.carts.document import Cart, TaxMode
from apps.cart.carts.line_items import external_rate
from apps.cart.carts.method_taxes import set_portion, set_rate_by_method, shares_by_way
from apps.cart.carts.prices import check_currency
from apps.cart.carts.reckoning import cents_of, line_of_item
from apps.cart.carts.tax_rates import forget_tax_rates
from apps.cart.carts.ways import way_named, ways_of
from common.errors import InvalidOperation
from common.pricing.taxes import Rate, taxed_up_to
from common.resources.families.items import OneCustomLineItem, OneLineItem, with_or_without
from common.values.money import Money, cent_precision
from common.values.tax_rates import ExternalTaxRateDraft
from common.wire.json import Json

actions.sets(
    changePriceRoundingMode="price_rounding_mode",
    changeTaxCalculationMode="tax_calculation_mode",
    changeTaxRoundingMode="tax_rounding_mode",
)


@actions("changeTaxMode")
@dataclass(frozen=True)
class ChangeTaxMode:
    """Rates and amounts that the other mode set are forgotten."""

    tax_mode: TaxMode

    def apply(self, cart: Cart) -> None:
        if self.tax_mode == cart.tax_mode:
            return
        cart.tax_mode, cart._external_total = self.tax_mode, None
        forget_tax_rates(cart)
        for item in [*cart.items, *(way.info for way in ways_of(cart))]:
            item.pop("taxedPrice", None)
        for item in cart.items:
            item["taxedPricePortions"] = []


@actions("setLineItemTaxRate")
@dataclass(frozen=True, kw_only=True)
class SetLineItemTaxRate(OneLineItem):
    external_tax_rate: ExternalTaxRateDraft | None = None
    shipping_key: str | None = None

    def apply(self, cart: Cart) -> None:
        _set_rate(cart, self.named(cart), self.external_tax_rate, _key(cart, self.shipping_key))


@actions("setCustomLineItemTaxRate")
@dataclass(frozen=True, kw_only=True)
class SetCustomLineItemTaxRate(OneCustomLineItem):
    external_tax_rate: ExternalTaxRateDraft | None = None
    shipping_key: str | None = None

    def apply(self, cart: Cart) -> None:
        _set_rate(cart, self.named(cart), self.external_tax_rate, _key(cart, self.shipping_key))


@actions("setShippingMethodTaxRate")
@dataclass(frozen=True, kw_only=True)
class SetShippingMethodTaxRate:
    external_tax_rate: ExternalTaxRateDraft | None = None
    shipping_key: str | None = None

    def apply(self, cart: Cart) -> None:
        _set_rate(cart, way_named(cart, self.shipping_key).info, self.external_tax_rate)


@dataclass(frozen=True)
class ExternalTaxAmount:
    """The gross that the client reckoned, and by which rate."""

    total_gross: Money
    tax_rate: ExternalTaxRateDraft


@actions("setLineItemTaxAmount")
@dataclass(frozen=True, kw_only=True)
class SetLineItemTaxAmount(OneLineItem):
    """To be said again after whatever changes the price."""

    external_tax_amount: ExternalTaxAmount | None = None
    shipping_key: str | None = None

    def apply(self, cart: Cart) -> None:
        _set_amount(cart, self.named(cart), self.external_tax_amount, _key(cart, self.shipping_key))


@actions("setCustomLineItemTaxAmount")
@dataclass(frozen=True, kw_only=True)
class SetCustomLineItemTaxAmount(OneCustomLineItem):
    external_tax_amount: ExternalTaxAmount | None = None
    shipping_key: str | None = None

    def apply(self, cart: Cart) -> None:
        _set_amount(cart, self.named(cart), self.external_tax_amount, _key(cart, self.shipping_key))


@actions("setShippingMethodTaxAmount")
@dataclass(frozen=True, kw_only=True)
class SetShippingMethodTaxAmount:
    external_tax_amount: ExternalTaxAmount | None = None
    shipping_key: str | None = None

    def apply(self, cart: Cart) -> None:
        _set_amount(cart, way_named(cart, self.shipping_key).info, self.external_tax_amount)


@dataclass(frozen=True)
class TaxPortionDraft:
    rate: Annotated[float, Range(0, 1, error="Expected a number between 0 and 1")]
    amount: Money
    name: str | None = None


@actions("setCartTotalTax")
@dataclass(frozen=True)
class SetCartTotalTax:
    """What the whole cart costs with tax, and of what the tax consists."""

    external_total_gross: Money
    external_tax_portions: tuple[TaxPortionDraft, ...] = ()

    def apply(self, cart: Cart) -> None:
        _check_mode(cart, "ExternalAmount")
        for money in (self.external_total_gross, *(portion.amount for portion in self.external_tax_portions)):
            check_currency(cart, money, "externalTotalGross")
        cart._external_total = {
            "totalGross": cent_precision(cart.currency_code, self.external_total_gross.cent_amount),
            "taxPortions": [
                {"rate": portion.rate, "amount": cent_precision(cart.currency_code, portion.amount.cent_amount)}
                | ({"name": portion.name} if portion.name is not None else {})
                for portion in self.external_tax_portions
            ],
        }


def _key(cart: Cart, shipping_key: str | None) -> str | None:
    """By which of several ways an item goes is only asked where there may be several."""
    return None if shipping_key is None and cart.shipping_mode == "Single" else way_named(cart, shipping_key).key


def _set_rate(cart: Cart, item: Json, draft: ExternalTaxRateDraft | None, key: str | None = None) -> None:
    _check_mode(cart, "External")
    rate = external_rate(cart, draft)
    if key is None:
        with_or_without(item, "taxRate", rate)
    else:
        set_rate_by_method(item, key, rate)


def _set_amount(cart: Cart, item: Json, given: ExternalTaxAmount | None, key: str | None = None) -> None:
    _check_mode(cart, "ExternalAmount")
    if given is not None:
        check_currency(cart, given.total_gross, "externalTaxAmount.totalGross")
    rate = given.tax_rate.at_rest() if given else None
    if key is not None:
        set_rate_by_method(item, key, rate)
        taxed = _taxed(cart, _cents_of_way(cart, item, key), given, rate) if given and rate else None
        set_portion(item, key, taxed)
        return
    with_or_without(item, "taxRate", rate)
    with_or_without(item, "taxedPrice", _taxed(cart, cents_of(cart, item), given, rate) if given and rate else None)


def _cents_of_way(cart: Cart, item: Json, key: str) -> int:
    _, cents = shares_by_way(item, line_of_item(item), cents_of(cart, item)).get(key, ((), 0))
    return cents


def _taxed(cart: Cart, cents: int, given: ExternalTaxAmount, rate: Json) -> Json:
    taxed = taxed_up_to(cents, given.total_gross.cent_amount, Rate.of(rate), cart.tax_rounding_mode)
    return taxed.to_json(cart.currency_code)


def _check_mode(cart: Cart, mode: TaxMode) -> None:
    if cart.tax_mode != mode:
        raise InvalidOperation(f"This needs a cart of tax mode {mode}, not {cart.tax_mode}.")
