"""From exact fractions of a cent to whole cents: the only place where a fraction is given up.

https://docs.commercetools.com/api/projects/carts#roundingmode
"""

from fractions import Fraction
from typing import Literal

RoundingMode = Literal["HalfEven", "HalfUp", "HalfDown"]


def rounded(exact: Fraction | int, mode: RoundingMode = "HalfEven") -> int:
    """The nearest whole number; a tie goes to the even one, away from zero (HalfUp) or towards it."""
    return rounded_ratio(exact.numerator, exact.denominator, mode)


def rounded_ratio(numerator: int, denominator: int, mode: RoundingMode = "HalfEven") -> int:
    """The same of ``numerator / denominator``; the denominator is positive."""
    size, rest = divmod(abs(numerator), denominator)
    beyond_half = 2 * rest - denominator
    tie_goes_up = mode == "HalfUp" or (mode == "HalfEven" and size % 2 == 1)
    if beyond_half > 0 or (beyond_half == 0 and tie_goes_up):
        size += 1
    return size if numerator >= 0 else -size
