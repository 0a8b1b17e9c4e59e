"""Amounts of money in predicates of discounts: ``"42000.00 USD"``, compared only within one currency.

A value to compare is ``(currency code, cents)``; the cents may be an exact fraction.

https://docs.commercetools.com/api/projects/predicates#moneystring
"""

import operator as op
import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from common.errors import InvalidJsonInput
from common.predicates.errors import malformed
from common.predicates.syntax import Compare, IsDefined, Leaf, OneOf, Value
from common.values.currencies import fraction_digits_of

OPERATORS = {"=": op.eq, "<": op.lt, ">": op.gt, "<=": op.le, ">=": op.ge}
FORM = re.compile(r"(-?\d+(?:\.\d+)?) ([A-Z]{3})")

Amount = tuple[str, Fraction]


def amount_test(node: Leaf) -> Callable[[Any], bool]:
    """What is said about an amount, as a function of it."""
    match node:
        case Compare(name, "!=", value):
            unwanted = amount(name, value)
            return lambda found: found != unwanted
        case Compare(name, operator, value):
            (currency, cents), compare = amount(name, value), OPERATORS[operator]
            return lambda found: found is not None and found[0] == currency and compare(found[1], cents)
        case OneOf(name, values):
            wanted = frozenset(amount(name, value) for value in values)
            return lambda found: found in wanted
        case IsDefined():
            return lambda found: found is not None
    raise malformed(f"The field '{node.field}' is an amount of money.")


def amount(name: str, value: Value) -> Amount:
    found = FORM.fullmatch(value) if isinstance(value, str) else None
    try:
        digits = fraction_digits_of(found[2]) if found else None
    except InvalidJsonInput:
        digits = None
    if found is None or digits is None:
        raise malformed(f"The field '{name}' needs an amount such as \"10.00 EUR\".")
    return found[2], Fraction(found[1]) * 10**digits
