"""What discounts take off a cart: one after the other, each from what the one before has left.

A line is held in grains, the smallest unit of its own price: cents, or the fractions of a cent that a price of high
precision knows. So everything is a whole number, rounded where the API says: after each discount, per piece.

https://docs.commercetools.com/api/pricing-and-discounts-overview
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple

from common.pricing.shares import evenly, in_proportion
from common.values.money import Money
from common.values.rounding import RoundingMode, rounded, rounded_ratio

Json = dict[str, Any]
Included = tuple[tuple[str, int], ...]
"""Which discounts (by their names) took how many grains off one piece."""


class Portion(NamedTuple):
    """So many pieces at one unit price, which the same discounts have led to."""

    unit: int
    quantity: int
    included: Included = ()

    @property
    def total(self) -> int:
        return self.unit * self.quantity

    def less(self, by: int, discount: str) -> "Portion":
        return Portion(self.unit - by, self.quantity, (*self.included, (discount, by))) if by else self

    def only(self, quantity: int) -> "Portion":
        return Portion(self.unit, quantity, self.included)


@dataclass(slots=True)
class DiscountedLine:
    """A line item on its way through the discounts. ``name`` decides between equals."""

    name: str
    portions: list[Portion]
    grains_per_cent: int = 1

    @property
    def cents(self) -> int:
        """What can still be taken off, in whole cents; nothing of a line that is a credit."""
        return max(sum(portion.total for portion in self.portions) // self.grains_per_cent, 0)

    @property
    def is_touched(self) -> bool:
        return any(portion.included for portion in self.portions)

    def saved_by(self, discount: str) -> Fraction:
        """How many cents this discount took off all its pieces together."""
        off = sum(
            portion.quantity * by for portion in self.portions for name, by in portion.included if name == discount
        )
        return Fraction(off, self.grains_per_cent)

    def merged(self) -> list[Portion]:
        """Those of one price and history together, in an order of their own: the cheaper first."""
        if len(self.portions) == 1:
            return self.portions
        quantities: dict[tuple[int, Included], int] = {}
        for portion in self.portions:
            alike = (portion.unit, portion.included)
            quantities[alike] = quantities.get(alike, 0) + portion.quantity
        return [Portion(unit, quantity, included) for (unit, included), quantity in sorted(quantities.items())]


@dataclass(frozen=True)
class Discount:
    """``value`` and ``target`` as on the wire; ``lines`` are those that the target's predicate chose."""

    name: str
    value: Json
    target: Json
    lines: Sequence[DiscountedLine] = field(default=(), repr=False)


def take_off_lines(discount: Discount, currency_code: str, mode: RoundingMode) -> None:
    """Lower the prices of the discount's lines, in place."""
    lines, name, value = discount.lines, discount.name, discount.value
    if value["type"] == "absolute" and value.get("applicationMode") != "IndividualApplication":
        if (cents := absolute_cents(value, currency_code)) is not None:
            _distribute(lines, name, cents, value.get("applicationMode") == "EvenDistribution")
        return
    lower = lowering(value, currency_code, mode)
    if lower is None or not lines:
        return
    if "triggerQuantity" in discount.target:
        _lower_some(lines, name, lower, discount.target)
    else:
        for line in lines:
            grains = line.grains_per_cent
            line.portions = [each.less(lower(each.unit, grains), name) for each in line.portions]


def take_off_amount(value: Json, cents: int, currency_code: str, mode: RoundingMode) -> int:
    """By how many cents the discount lowers an amount: that of the shipping, or of the whole cart."""
    lower = lowering(value, currency_code, mode)
    return lower(cents, 1) if lower else 0


Lower = Callable[[int, int], int]
"""(unit price in grains, grains per cent) → by how many grains it is lowered: never below nothing."""


def lowering(value: Json, currency_code: str, mode: RoundingMode) -> Lower | None:
    """What the value does to the price of one piece; None if it has no amount in this currency."""
    if value["type"] == "relative":
        left = 10_000 - value["permyriad"]
        return lambda unit, _: unit - rounded_ratio(unit * left, 10_000, mode) if unit > 0 else 0
    amount = _amount(value, currency_code)
    if amount is None:
        return None
    exact_cents = amount.exact_cents
    if value["type"] == "fixed":
        return lambda unit, grains: max(unit - max(rounded(exact_cents * grains, mode), 0), 0)
    return lambda unit, grains: min(max(unit, 0), rounded(exact_cents * grains, mode))


def absolute_cents(value: Json, currency_code: str) -> int | None:
    amount = _amount(value, currency_code)
    return amount.cent_amount if amount else None


def _amount(value: Json, currency_code: str) -> Money | None:
    return next((Money.of(each) for each in value["money"] if each["currencyCode"] == currency_code), None)


def _distribute(lines: Sequence[DiscountedLine], discount: str, cents: int, is_even: bool) -> None:
    """So many cents in all, by what the lines cost, or in equal parts; no line below nothing."""
    limits, names = [line.cents for line in lines], [line.name for line in lines]
    amount = min(cents, sum(limits))
    shares = (evenly if is_even else in_proportion)(amount, limits, names)
    for line, share in zip(lines, shares, strict=True):
        if share:
            _take_off_line(line, discount, share * line.grains_per_cent)


def _take_off_line(line: DiscountedLine, discount: str, grains: int) -> None:
    """So many grains off the whole line: each piece gets its share, and some one grain more."""
    if len(line.portions) == 1:
        line.portions = list(_split(line.portions[0], discount, grains))
        return
    dear = [max(portion.total, 0) for portion in line.portions]
    shares = in_proportion(grains, dear, [f"{at:06}" for at in range(len(dear))])
    line.portions = [
        lowered
        for portion, share in zip(line.portions, shares, strict=True)
        for lowered in _split(portion, discount, share)
    ]


def _split(portion: Portion, discount: str, grains: int) -> Iterable[Portion]:
    each, more = divmod(grains, portion.quantity)
    if more:
        yield portion.only(more).less(each + 1, discount)
    if portion.quantity - more:
        yield portion.only(portion.quantity - more).less(each, discount)


def _lower_some(lines: Sequence[DiscountedLine], discount: str, lower: Lower, target: Json) -> None:
    """Of all pieces of all lines the cheapest, or the dearest, as many as the target's quantities allow."""
    occurrences = sum(portion.quantity for line in lines for portion in line.portions) // target["triggerQuantity"]
    wanted = min(occurrences, target.get("maxOccurrence", occurrences)) * target["discountedQuantity"]
    sign, finest = 1 if target["selectionMode"] == "Cheapest" else -1, max(line.grains_per_cent for line in lines)
    order = sorted(
        ((sign * portion.unit * finest // line.grains_per_cent, line.name, at, line) for line in lines
         for at, portion in enumerate(line.portions)),
        key=lambda each: each[:3],
    )  # fmt: skip
    lowered: dict[tuple[str, int], int] = {}
    for _, name, at, line in order:
        chosen = min(wanted, line.portions[at].quantity)
        lowered[name, at] = chosen
        wanted -= chosen
    for line in lines:
        line.portions = [
            part
            for at, portion in enumerate(line.portions)
            for part in _some(portion, lowered[line.name, at], discount, lower, line.grains_per_cent)
        ]


def _some(portion: Portion, chosen: int, discount: str, lower: Lower, grains: int) -> Iterable[Portion]:
    if portion.quantity - chosen:
        yield portion.only(portion.quantity - chosen)
    if chosen:
        yield portion.only(chosen).less(lower(portion.unit, grains), discount)
