"""Actions on taxes: who says what the rates are, and how the tax is rounded."""

from dataclasses import dataclass
from typing import Annotated

from marshmallow.validate import Range

from apps.cart.carts.actions.registry import actions
from apps.cart.carts.actions.shipping import shipping_of
from apps.cart.carts.document import Cart, TaxMode
from apps.cart.carts.line_items import external_rate
from apps.cart.carts.prices import check_currency
from apps.cart.carts.reckoning import cents_of
from apps.cart.carts.tax_rates import forget_tax_rates
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
        for item in [*cart.items, *filter(None, [cart.shipping_info])]:
            item.pop("taxedPrice", None)


@actions("setLineItemTaxRate")
@dataclass(frozen=True, kw_only=True)
class SetLineItemTaxRate(OneLineItem):
    external_tax_rate: ExternalTaxRateDraft | None = None

    def apply(self, cart: Cart) -> None:
        _set_rate(cart, self.named(cart), self.external_tax_rate)


@actions("setCustomLineItemTaxRate")
@dataclass(frozen=True, kw_only=True)
class SetCustomLineItemTaxRate(OneCustomLineItem):
    external_tax_rate: ExternalTaxRateDraft | None = None

    def apply(self, cart: Cart) -> None:
        _set_rate(cart, self.named(cart), self.external_tax_rate)


@actions("setShippingMethodTaxRate")
@dataclass(frozen=True, kw_only=True)
class SetShippingMethodTaxRate:
    external_tax_rate: ExternalTaxRateDraft | None = None

    def apply(self, cart: Cart) -> None:
        _set_rate(cart, shipping_of(cart), self.external_tax_rate)


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

    def apply(self, cart: Cart) -> None:
        _set_amount(cart, self.named(cart), self.external_tax_amount)


@actions("setCustomLineItemTaxAmount")
@dataclass(frozen=True, kw_only=True)
class SetCustomLineItemTaxAmount(OneCustomLineItem):
    external_tax_amount: ExternalTaxAmount | None = None

    def apply(self, cart: Cart) -> None:
        _set_amount(cart, self.named(cart), self.external_tax_amount)


@actions("setShippingMethodTaxAmount")
@dataclass(frozen=True, kw_only=True)
class SetShippingMethodTaxAmount:
    external_tax_amount: ExternalTaxAmount | None = None

    def apply(self, cart: Cart) -> None:
        _set_amount(cart, shipping_of(cart), self.external_tax_amount)


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


def _set_rate(cart: Cart, item: Json, draft: ExternalTaxRateDraft | None) -> None:
    _check_mode(cart, "External")
    with_or_without(item, "taxRate", external_rate(cart, draft))


def _set_amount(cart: Cart, item: Json, given: ExternalTaxAmount | None) -> None:
    _check_mode(cart, "ExternalAmount")
    if given is None:
        item.pop("taxRate", None)
        item.pop("taxedPrice", None)
        return
    check_currency(cart, given.total_gross, "externalTaxAmount.totalGross")
    item["taxRate"] = given.tax_rate.at_rest()
    rate, gross_cents = Rate.of(item["taxRate"]), given.total_gross.cent_amount
    taxed = taxed_up_to(cents_of(cart, item), gross_cents, rate, cart.tax_rounding_mode)
    item["taxedPrice"] = taxed.to_json(cart.currency_code)


def _check_mode(cart: Cart, mode: TaxMode) -> None:
    if cart.tax_mode != mode:
        raise InvalidOperation(f"This needs a cart of tax mode {mode}, not {cart.tax_mode}.")
