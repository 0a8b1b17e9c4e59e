"""A line whose pieces go different ways: each way gets whole pieces, and all shares together cost what the line costs.

The pieces are dealt out in the order they stand in, to the ways in the order of their names: so the same line is split
the same whatever was told first.
"""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import lcm

from common.pricing.lines import Line, Pieces, line_of
from common.pricing.shares import in_proportion

Share = tuple[Line, int]
"""The pieces, and how many cents they cost together."""


def split(line: Line, cents: int, quantities: Mapping[str, int]) -> Mapping[str, Share]:
    """name → its share, of a line that costs ``cents``; the quantities are those of all its pieces."""
    names = sorted(name for name, quantity in quantities.items() if quantity)
    wanted = [quantities[name] for name in names]
    if sum(wanted) != sum(pieces.quantity for pieces in line):  # its pieces have no price of their own
        costs = in_proportion(cents, wanted, names)
        return {name: (line_of(cost, 1), cost) for name, cost in zip(names, costs, strict=True)}
    dealt = list(_dealt(line, wanted))
    exact = [sum((Fraction(each.unit_cents) * each.quantity for each in share), Fraction()) for share in dealt]
    costs = _costs(cents, exact, names)
    return dict(zip(names, zip(dealt, costs, strict=True), strict=True))


def _dealt(line: Line, wanted: list[int]) -> Iterator[Line]:
    left = list(line)
    for quantity in wanted:
        share = []
        while quantity:
            pieces = left[0]
            taken = min(quantity, pieces.quantity)
            share.append(Pieces(pieces.unit_cents, taken))
            left[:1] = [Pieces(pieces.unit_cents, pieces.quantity - taken)] if pieces.quantity > taken else []
            quantity -= taken
        yield tuple(share)


def _costs(cents: int, exact: list[Fraction], names: list[str]) -> list[int]:
    """Whole cents that add up: as they are, or by what is exact where pieces cost fractions of a cent."""
    if all(each.denominator == 1 for each in exact) and sum(exact) == cents:
        return [int(each) for each in exact]
    grain = lcm(*(each.denominator for each in exact))
    sign = 1 if all(each >= 0 for each in exact) else -1
    return [sign * each for each in in_proportion(sign * cents, [int(sign * each * grain) for each in exact], names)]
