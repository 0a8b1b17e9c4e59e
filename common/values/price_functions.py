"""Cents as a function of a cart's score: ``(200 * x) - 1``.

https://docs.commercetools.com/api/projects/shippingMethods#pricefunction
"""

import ast
import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache

LONGEST = 200

OPERATORS: Mapping[type, Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}


@lru_cache(maxsize=1024)
def price_function(text: str) -> Callable[[int], Fraction]:
    """Numbers, ``x``, ``+ - *`` and parentheses, and nothing else; ValueError for other texts."""
    if len(text) > LONGEST:
        raise ValueError("too long")
    try:
        term = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, RecursionError, MemoryError):
        raise ValueError("not a function of x") from None
    _value(term, Fraction(0))
    return lambda x: _value(term, Fraction(x))


def _value(term: ast.expr, x: Fraction) -> Fraction:
    match term:
        case ast.Name(id="x"):
            return x
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return Fraction(str(number))
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_value(inner, x)
        case ast.BinOp(left, op, right) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(left, x), _value(right, x))
    raise ValueError("not a function of x")
