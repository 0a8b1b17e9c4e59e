"""What the value of a predicate can mean for the field it is compared with; both readers ask here."""

import json
import re

from common.errors import InvalidInput
from common.predicates.errors import malformed
from common.predicates.shape import Field, Kind, Many, Shape
from common.predicates.syntax import Scalar, Untyped, Value, Variable
from common.wire.times import as_text, as_time


def readings(name: str, held: Field, value: Value) -> tuple[Scalar, ...]:
    """What ``value`` can mean for this field: one value, or two for a variable's text where ANY is held."""
    kind = held.of if isinstance(held, Many) else held
    match value:
        case Variable(variable):
            raise malformed(f"The variable '{variable}' has no value, give it as 'var.{variable}'.")
        case Untyped(text):
            return _readings_of_text(name, kind, text)
    fits = {
        Kind.TEXT: isinstance(value, str),
        Kind.TIME: isinstance(value, str),
        Kind.BOOLEAN: isinstance(value, bool),
        Kind.NUMBER: isinstance(value, int | float) and not isinstance(value, bool),
        Kind.ANY: True,
    }
    if isinstance(kind, Kind) and fits.get(kind):
        return (_time(name, value) if kind is Kind.TIME and isinstance(value, str) else value,)
    raise _misfit(name, kind, value)


def _readings_of_text(name: str, kind: Field, text: str) -> tuple[Scalar, ...]:
    if kind is Kind.TEXT:
        return (text,)
    if kind is Kind.TIME:
        return (_time(name, text),)
    try:
        typed = json.loads(text)
    except (ValueError, RecursionError):
        typed = None
    if kind is Kind.ANY:
        return (text, typed) if isinstance(typed, bool | float) or _is_64_bit(typed) else (text,)
    if kind is Kind.BOOLEAN and isinstance(typed, bool):
        return (typed,)
    if kind is Kind.NUMBER and (isinstance(typed, float) or _is_64_bit(typed)):
        return (typed,)
    raise _misfit(name, kind, text)


def _is_64_bit(value: object) -> bool:
    return type(value) is int and -(2**63) <= value < 2**63


def _time(name: str, text: str) -> str:
    try:
        return as_text(as_time(text))
    except (ValueError, OverflowError):
        raise malformed(f"The field '{name}' needs a time such as 2026-01-31T12:00:00.000Z.") from None


def _misfit(name: str, kind: Field, value: object) -> InvalidInput:
    if isinstance(kind, Shape):
        return malformed(f"The field '{name}' is an object.")
    wanted = kind.name.lower() if isinstance(kind, Kind) else "array"
    return malformed(f"The value {json.dumps(value)} does not fit the field '{name}', which holds a {wanted}.")


def ordered(name: str, held: Field, value: Value) -> str | int | float:
    """The value that ``<`` and its kin compare with: a text, a time or a number."""
    reading = readings(name, held, value)[-1]
    if isinstance(reading, bool):
        raise malformed(f"The field '{name}' has no order.")
    return reading


def pattern(name: str, held: Field, value: Value) -> str:
    """A regular expression for exactly this text; case is for the reader to ignore."""
    text = readings(name, held, value)[0]
    if not isinstance(text, str):
        raise malformed(f"The field '{name}' can only match a text.")
    # "No character follows", for ``$`` would also admit a line break.
    return rf"^{re.escape(text)}(?![\s\S])"


def check_point(name: str, held: Field) -> None:
    if held is not Kind.POINT:
        raise malformed(f"The field '{name}' is not a location.")


def check_can_be_empty(name: str, held: Field) -> None:
    if not (isinstance(held, Many | Shape) or held is Kind.ANY):
        raise malformed(f"The field '{name}' is neither an array nor an object.")
