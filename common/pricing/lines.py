"""A line of a cart: so many pieces at a unit price; once discounts touch it, some at one price, some at another.

https://docs.commercetools.com/api/projects/carts#lineitem
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from common.values.rounding import RoundingMode, rounded


class Pieces(NamedTuple):
    """``quantity`` pieces that cost the same. The unit price may know fractions of a cent (high precision)."""

    unit_cents: Fraction | int
    quantity: int


Line = tuple[Pieces, ...]


def line_of(unit_cents: Fraction | int, quantity: int) -> Line:
    return (Pieces(unit_cents, quantity),)


def total_cents(line: Iterable[Pieces], mode: RoundingMode = "HalfEven") -> int:
    """What the line costs; only fractions of a cent are ever rounded, once per unit price."""
    return sum(rounded(pieces.unit_cents * pieces.quantity, mode) for pieces in line)
