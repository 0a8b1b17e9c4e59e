"""What shipping costs, as merchants write it: a rate per currency, with tiers that apply instead of its price.

https://docs.commercetools.com/api/projects/shippingMethods#shippingrate
"""

from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from marshmallow.validate import Range

from common.errors import InvalidField, InvalidJsonInput
from common.values.localized import Localized
from common.values.money import CurrencyCode, Money, cent_precision
from common.values.price_functions import price_function
from common.wire import dump
from common.wire.json import Json

Cents = Annotated[int, Range(min=1)]
Score = Annotated[int, Range(min=0)]


@dataclass(frozen=True, kw_only=True)
class CartValueTier:
    """From this value of the goods on."""

    tag: ClassVar[str] = "CartValue"
    minimum_cent_amount: Cents
    price: Money
    is_matching: bool | None = None


@dataclass(frozen=True, kw_only=True)
class CartClassificationTier:
    tag: ClassVar[str] = "CartClassification"
    value: str
    price: Money
    is_matching: bool | None = None


@dataclass(frozen=True)
class PriceFunction:
    """Cents by the score ``x``: ``(200 * x) - 1``."""

    currency_code: CurrencyCode
    function: str

    def __post_init__(self) -> None:
        try:
            price_function(self.function)
        except ValueError:
            raise InvalidField("priceFunction.function", self.function) from None


@dataclass(frozen=True, kw_only=True)
class CartScoreTier:
    """From this score on; either for a price or by a function of the score."""

    tag: ClassVar[str] = "CartScore"
    score: Score
    price: Money | None = None
    price_function: PriceFunction | None = None
    is_matching: bool | None = None

    def __post_init__(self) -> None:
        if (self.price is None) == (self.price_function is None):
            raise InvalidJsonInput("Either price or priceFunction is required.")


Tier = CartValueTier | CartClassificationTier | CartScoreTier


@dataclass(frozen=True)
class ShippingRate:
    """A rate at rest. ``free_above``: what the goods must cost for the shipping to be free."""

    price: Money
    free_above: Money | None = None
    is_matching: bool | None = None
    tiers: tuple[Tier, ...] = ()


@dataclass(frozen=True)
class ShippingRateDraft:
    price: Money
    free_above: Money | None = None
    tiers: tuple[Tier, ...] = ()

    def at_rest(self) -> Json:
        """InvalidField where one amount is of another currency than the price."""
        currency = self.price.currency_code
        rate: Json = {"price": cent_precision(currency, self.price.cent_amount), "tiers": []}
        if self.free_above is not None:
            _check_currency("freeAbove", self.free_above.currency_code, currency)
            rate["freeAbove"] = cent_precision(currency, self.free_above.cent_amount)
        for tier in self.tiers:
            if tier.price is not None:
                _check_currency("tiers.price", tier.price.currency_code, currency)
            if isinstance(tier, CartScoreTier) and tier.price_function is not None:
                _check_currency("tiers.priceFunction", tier.price_function.currency_code, currency)
            rate["tiers"].append(_tier_at_rest(tier))
        return rate


def _tier_at_rest(tier: Tier) -> Json:
    """Its price has the two fields that the API shows."""
    told: Json = {name: value for name, value in dump(tier).items() if name != "isMatching"}
    if "price" in told:
        told["price"] = {name: told["price"][name] for name in ("currencyCode", "centAmount")}
    return told


@dataclass(frozen=True)
class ClassificationInput:
    tag: ClassVar[str] = "Classification"
    key: str


@dataclass(frozen=True)
class ScoreInput:
    tag: ClassVar[str] = "Score"
    score: Score


ShippingRateInputDraft = ClassificationInput | ScoreInput


@dataclass(frozen=True, kw_only=True)
class ShippingRateInput:
    """At rest: a class with its label, or a score."""

    type: str
    key: str | None = None
    label: Localized | None = None
    score: int | None = None


def _check_currency(field: str, given: Any, wanted: str) -> None:
    if given != wanted:
        raise InvalidField(f"shippingRate.{field}.currencyCode", given, [wanted])
