"""From exact fractions of a cent to whole cents: the only place where a fraction is given up.

https://docs.commercetools.com/api/projects/carts#roundingmode
"""

from fractions import Fraction
from typing import Literal

RoundingMode = Literal["HalfEven", "HalfUp", "HalfDown"]


def rounded(exact: Fraction | int, mode: RoundingMode = "HalfEven") -> int:
    """The nearest whole number; a tie goes to the even one, away from zero (HalfUp) or towards it."""
    return exact if type(exact) is int else rounded_ratio(exact.numerator, exact.denominator, mode)


def rounded_ratio(numerator: int, denominator: int, mode: RoundingMode = "HalfEven") -> int:
    """The same of ``numerator / denominator``; the denominator is positive."""
    if numerator < 0:
        return -rounded_ratio(-numerator, denominator, mode)
    size, rest = divmod(numerator, denominator)
    twice = rest + rest
    if twice < denominator:
        return size
    tie_goes_up = mode == "HalfUp" or (mode == "HalfEven" and size % 2 == 1)
    return size + 1 if twice > denominator or tie_goes_up else size
