"""Net, gross, and to whom the difference goes.

https://docs.commercetools.com/api/carts-orders-overview#cart-tax-calculation
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from common.pricing.lines import Line
from common.pricing.shares import near
from common.values.money import cent_precision
from common.values.rounding import RoundingMode, rounded_ratio

TaxCalculationMode = Literal["LineItemLevel", "UnitPriceLevel"]


Part = tuple[float, str]
"""The rate as on the wire, and its name."""


@dataclass(frozen=True)
class Rate:
    """``amount`` 19/100 is nineteen per cent; ``parts`` are the subrates that it is the sum of, else itself."""

    amount: Fraction
    included_in_price: bool
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, json: Mapping[str, Any]) -> "Rate":
        """The rate that a TaxRate, as on the wire, describes."""
        parts = tuple((part["amount"], part["name"]) for part in json.get("subRates") or [json])
        return _rate(json["amount"], json["includedInPrice"], parts)


@lru_cache(maxsize=1024)
def _rate(amount: float, included_in_price: bool, parts: tuple[tuple[float, str], ...]) -> Rate:
    return Rate(_exact(amount), included_in_price, parts)


@lru_cache(maxsize=1024)
def _exact(amount: float) -> Fraction:
    # 0.19 is meant as 19/100, not as the nearest binary fraction.
    return Fraction(str(amount))


class Taxed(NamedTuple):
    """An amount before and after tax; ``portions``: (rate, name) → cents, and they add up to the tax."""

    net_cents: int
    gross_cents: int
    portions: Mapping[Part, int]

    @property
    def tax_cents(self) -> int:
        return self.gross_cents - self.net_cents

    def to_json(self, currency_code: str) -> dict[str, Any]:
        """The TaxedItemPrice, or TaxedPrice; portions in an order of their own, whatever the lines' order was."""
        return {
            "totalNet": cent_precision(currency_code, self.net_cents),
            "totalGross": cent_precision(currency_code, self.gross_cents),
            "taxPortions": [
                {"rate": rate, "name": name, "amount": cent_precision(currency_code, cents)}
                for (rate, name), cents in sorted(self.portions.items())
            ],
            "totalTax": cent_precision(currency_code, self.tax_cents),
        }


def tax_on(
    line: Line, total_cents: int, rate: Rate, level: TaxCalculationMode, mode: RoundingMode = "HalfEven"
) -> Taxed:
    """The tax on a line that costs ``total_cents``.

    ``UnitPriceLevel`` rounds the tax of one piece and multiplies it. A unit price with fractions of a cent has no
    rounded tax of its own that would mean anything, so its line is taxed as a whole.
    """
    whole_cents = all(pieces.unit_cents.denominator == 1 for pieces in line)
    if level == "UnitPriceLevel" and whole_cents:
        other_cents = sum(_other_side(each.unit_cents, rate, mode) * each.quantity for each in line)
    else:
        other_cents = _other_side(total_cents, rate, mode)
    net, gross = (other_cents, total_cents) if rate.included_in_price else (total_cents, other_cents)
    return Taxed(net, gross, _portions(gross - net, rate))


def taxed_up_to(total_cents: int, gross_cents: int, rate: Rate, mode: RoundingMode = "HalfEven") -> Taxed:
    """A line that costs ``total_cents``, where somebody else says what it costs with tax."""
    net = _other_side(gross_cents, rate, mode) if rate.included_in_price else total_cents
    return Taxed(net, gross_cents, _portions(gross_cents - net, rate))


def sum_of(parts: Iterable[Taxed | None]) -> Taxed | None:
    """All taxed amounts together; None if there are none, or if the tax on one is not known."""
    every = list(parts)
    known = [part for part in every if part is not None]
    if not known or len(known) < len(every):
        return None
    portions: dict[Part, int] = defaultdict(int)
    for part in known:
        for name, cents in part.portions.items():
            portions[name] += cents
    return Taxed(sum(p.net_cents for p in known), sum(p.gross_cents for p in known), dict(portions))


def reduced(taxed: Taxed, off_cents: int, total_cents: int, mode: RoundingMode = "HalfEven") -> Taxed:
    """What is left, net and gross, of an amount whose whole of ``total_cents`` is lowered by ``off_cents``."""
    net, gross = (
        side - rounded_ratio(side * off_cents, total_cents, mode) for side in (taxed.net_cents, taxed.gross_cents)
    )
    left = Fraction(total_cents - off_cents, total_cents)
    names = sorted(taxed.portions)
    return Taxed(
        net, gross, dict(zip(names, near([taxed.portions[name] * left for name in names], gross - net), strict=True))
    )


def rate_for(
    rates: Iterable[Mapping[str, Any]], country: str, state: str | None, *, country_covers_states: bool = False
) -> Mapping[str, Any] | None:
    """The tax category's rate for an address: that of its state, else that of its country.

    Where some states of the country have rates of their own, the country's rate covers the remaining states only if
    the project says so (``countryTaxRateFallbackEnabled``).
    """
    of_country = [rate for rate in rates if rate["country"] == country]
    of_state = [rate for rate in of_country if rate.get("state") == state]
    if of_state or state is None:
        return of_state[0] if of_state else None
    general = [rate for rate in of_country if rate.get("state") is None]
    covers = country_covers_states or len(general) == len(of_country)
    return general[0] if general and covers else None


def _other_side(cents: Fraction | int, rate: Rate, mode: RoundingMode) -> int:
    """From net to gross, or from gross to net."""
    whole = rate.amount.denominator
    with_tax = whole + rate.amount.numerator
    if rate.included_in_price:
        return rounded_ratio(cents.numerator * whole, cents.denominator * with_tax, mode)
    return rounded_ratio(cents.numerator * with_tax, cents.denominator * whole, mode)


def _portions(tax_cents: int, rate: Rate) -> dict[Part, int]:
    """The tax, split by the subrates; the cents that do not divide go to those that lost most."""
    if len(rate.parts) == 1:
        return {rate.parts[0]: tax_cents}
    whole = sum(_exact(part) for part, _ in rate.parts) or 1
    shares = [tax_cents * _exact(part) / whole for part, _ in rate.parts]
    cents = [share.numerator // share.denominator for share in shares]
    by_loss = sorted(range(len(shares)), key=lambda at: (cents[at] - shares[at], rate.parts[at]))
    for at in by_loss[: tax_cents - sum(cents)]:
        cents[at] += 1
    portions: dict[Part, int] = defaultdict(int)
    for part, amount in zip(rate.parts, cents, strict=True):
        portions[part] += amount
    return dict(portions)
