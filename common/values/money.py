"""Money: whole numbers of the currency's smallest unit, or of a finer one; never a float.

https://docs.commercetools.com/api/types#money
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, Any, Literal

from marshmallow.validate import Range, Regexp

from common.errors import InvalidField, InvalidJsonInput
from common.errors.pricing import MoneyOverflow
from common.values.currencies import fraction_digits_of
from common.values.rounding import RoundingMode, rounded, rounded_ratio

CurrencyCode = Annotated[str, Regexp(r"^[A-Z]{3}\Z", error="Expected a currency code such as EUR")]


@dataclass(frozen=True, slots=True)
class Money:
    """``Money("EUR", 1234)`` is 12.34 €; ``type`` and ``fraction_digits`` follow from the currency.

    High precision adds ``precise_amount``, counted in ``10 ** -fraction_digits`` of the currency, and takes
    its cents from it unless it is told one of the two neighbouring cents.
    """

    currency_code: CurrencyCode
    cent_amount: int = None  # type: ignore[assignment]  # computed where only the precise amount is given
    type: Literal["centPrecision", "highPrecision"] = "centPrecision"
    fraction_digits: Annotated[int, Range(0, 20)] = None  # type: ignore[assignment]  # the currency's own
    precise_amount: int | None = None

    def __post_init__(self) -> None:
        digits = fraction_digits_of(self.currency_code)
        if self.type == "highPrecision":
            self._complete_precise(digits)
        else:
            object.__setattr__(self, "fraction_digits", digits)
            object.__setattr__(self, "precise_amount", None)
        _required("centAmount", self.cent_amount)
        _check_64_bits(self.cent_amount)

    def _complete_precise(self, digits: int) -> None:
        _check_64_bits(_required("preciseAmount", self.precise_amount))
        if not digits < _required("fractionDigits", self.fraction_digits) <= 20:
            raise InvalidField("fractionDigits", self.fraction_digits)
        cent_amount: int | None = self.cent_amount
        if cent_amount is None:
            object.__setattr__(self, "cent_amount", rounded(self.exact_cents))
        elif abs(cent_amount - self.exact_cents) >= 1:
            raise InvalidField("centAmount", cent_amount)

    @classmethod
    def of(cls, json: dict[str, Any]) -> "Money":
        """The money that stored JSON describes."""
        return cls(
            json["currencyCode"],
            json.get("centAmount"),  # type: ignore[arg-type]
            json.get("type", "centPrecision"),
            json.get("fractionDigits"),  # type: ignore[arg-type]
            json.get("preciseAmount"),
        )

    @property
    def exact_cents(self) -> Fraction:
        """The amount in cents, with the fractions of a cent that high precision knows."""
        if self.precise_amount is None:
            return Fraction(self.cent_amount)
        return Fraction(self.precise_amount, 10 ** (self.fraction_digits - fraction_digits_of(self.currency_code)))

    def times(self, factor: Fraction | int, mode: RoundingMode = "HalfEven") -> "Money":
        """In whole cents, rounded once, after the multiplication."""
        return Money(self.currency_code, rounded(self.exact_cents * factor, mode))

    def __add__(self, other: "Money") -> "Money":
        self._check_same_currency(other)
        return Money(self.currency_code, self.cent_amount + other.cent_amount)

    def __sub__(self, other: "Money") -> "Money":
        self._check_same_currency(other)
        return Money(self.currency_code, self.cent_amount - other.cent_amount)

    def _check_same_currency(self, other: "Money") -> None:
        # A programming error: the API refuses mixed currencies before anything is added up.
        if other.currency_code != self.currency_code:
            raise ValueError(f"{self.currency_code} and {other.currency_code} cannot be added.")


def exact_cents(json: dict[str, Any]) -> Fraction | int:
    """What ``Money.of(json).exact_cents`` is, for the many amounts of a cart: money at rest was checked before."""
    return json["centAmount"] if json["type"] == "centPrecision" else Money.of(json).exact_cents


def cent_precision(currency_code: str, cents: int) -> dict[str, Any]:
    """So many cents as JSON: what ``dump(Money(…))`` gives, for the many amounts of a cart."""
    if not -(2**63) <= cents < 2**63:
        raise MoneyOverflow()
    return {
        "type": "centPrecision",
        "currencyCode": currency_code,
        "centAmount": cents,
        "fractionDigits": fraction_digits_of(currency_code),
    }


def grains_of(json: dict[str, Any]) -> tuple[int, int]:
    """(amount, how many of its units make a cent): the whole number that money at rest is, however fine it is."""
    if json["type"] == "centPrecision":
        return json["centAmount"], 1
    return json["preciseAmount"], 10 ** (json["fractionDigits"] - fraction_digits_of(json["currencyCode"]))


def in_grains(currency_code: str, amount: int, grains_per_cent: int) -> dict[str, Any]:
    """The money at rest that ``grains_of`` makes this of."""
    if grains_per_cent == 1:
        return cent_precision(currency_code, amount)
    digits = fraction_digits_of(currency_code) + len(str(grains_per_cent)) - 1
    precise = {"type": "highPrecision", "fractionDigits": digits, "preciseAmount": amount}
    return cent_precision(currency_code, rounded_ratio(amount, grains_per_cent)) | precise


def _required(name: str, value: int | None) -> int:
    if value is None:
        raise InvalidJsonInput(f"{name}: Missing required value")
    return value


def _check_64_bits(amount: int) -> None:
    if not -(2**63) <= amount < 2**63:
        raise MoneyOverflow()
