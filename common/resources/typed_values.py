"""Values whose type a merchant declares: custom fields and product attributes.

Both speak of the same kinds under different names (``String`` and ``text``), so one table checks both. Where they
differ it is in what is kept: of an enum's value a custom field keeps the key, an attribute the key and its label.

https://docs.commercetools.com/api/projects/types#fieldtype
https://docs.commercetools.com/api/projects/productTypes#attributetype
"""

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any

from common.errors import ApiError, InvalidJsonInput
from common.values.localized import LOCALE
from common.values.money import Money
from common.wire import dump, read
from common.wire.json import Json
from common.wire.times import as_text, as_time

Check = Callable[[Any, Json], Any]
"""(value, the declared type) → the value at rest; ValueError says what was expected."""


def at_rest(value: Any, declared: Json) -> Any:
    """The value in the form it is stored in; ValueError with what was expected if it does not fit its type."""
    return CHECKS[declared["name"]](value, declared)


def _of(kind: type | tuple[type, ...], expected: str) -> Check:
    def check(value: Any, _: Json) -> Any:
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise ValueError(f"expected {expected}")
        return value

    return check


def _localized(value: Any, _: Json) -> Any:
    if not isinstance(value, dict) or not all(
        re.match(LOCALE, locale) and isinstance(text, str) for locale, text in value.items()
    ):
        raise ValueError("expected an object of locale and text")
    return value


def _enum_key(value: Any, declared: Json) -> Any:
    keys = [one["key"] for one in declared["values"]]
    if value not in keys:
        raise ValueError(f"expected one of {', '.join(keys)}")
    return value


def _enum_value(value: Any, declared: Json) -> Any:
    """The key alone, or the whole value of which only the key counts."""
    key = value.get("key") if isinstance(value, dict) else value
    for one in declared["values"]:
        if one["key"] == key:
            return one
    raise ValueError(f"expected one of {', '.join(one['key'] for one in declared['values'])}")


def _money(value: Any, _: Json) -> Any:
    try:
        return dump(read(Money, value))
    except InvalidJsonInput as problem:
        raise ValueError(problem.detailed_error_message) from None
    except ApiError as problem:
        raise ValueError(str(problem)) from None


def _reference(value: Any, declared: Json) -> Any:
    wanted = declared["referenceTypeId"]
    if not isinstance(value, dict) or not isinstance(value.get("id"), str) or value.get("typeId", wanted) != wanted:
        raise ValueError(f"expected a reference to a {wanted} by its id")
    return {"typeId": wanted, "id": value["id"]}


def _nested(value: Any, declared: Json) -> Any:
    """Attributes of another product type, which whoever asks has put beside its reference as ``obj``."""
    definitions = {one["name"]: one["type"] for one in declared["typeReference"]["obj"]["attributes"]}
    if not isinstance(value, list):
        raise ValueError("expected an array of attributes")
    for one in value:
        if not isinstance(one, dict) or one.get("name") not in definitions:
            raise ValueError(f"expected attributes with a name among {', '.join(definitions)}")
    return [{"name": one["name"], "value": at_rest(one.get("value"), definitions[one["name"]])} for one in value]


def _text_of(form: Callable[[str], str], expected: str) -> Check:
    def check(value: Any, _: Json) -> Any:
        if not isinstance(value, str):
            raise ValueError(f"expected {expected}")
        try:
            return form(value)
        except ValueError:
            raise ValueError(f"expected {expected}") from None

    return check


def _set(value: Any, declared: Json) -> Any:
    if not isinstance(value, list):
        raise ValueError("expected an array")
    once: list[Any] = []
    for one in (at_rest(one, declared["elementType"]) for one in value):
        if one not in once:
            once.append(one)
    return once


_text = _of(str, "a text")
_time = _text_of(lambda text: time.fromisoformat(text).isoformat("milliseconds"), "a time such as 14:00:00.000")
_date = _text_of(lambda text: date.fromisoformat(text).isoformat(), "a date such as 2026-01-31")
_moment = _text_of(lambda text: as_text(as_time(text)), "a time such as 2026-01-31T12:00:00.000Z")

CHECKS: dict[str, Check] = {
    # as Types call them
    "Boolean": _of(bool, "true or false"),
    "String": _text,
    "LocalizedString": _localized,
    "Number": _of((int, float), "a number"),
    "Enum": _enum_key,
    "LocalizedEnum": _enum_key,
    "Money": _money,
    "Date": _date,
    "Time": _time,
    "DateTime": _moment,
    "Reference": _reference,
    "Set": _set,
}
CHECKS |= {
    # as product types call them
    "boolean": CHECKS["Boolean"],
    "text": _text,
    "ltext": _localized,
    "number": CHECKS["Number"],
    "enum": _enum_value,
    "lenum": _enum_value,
    "money": _money,
    "date": _date,
    "time": _time,
    "datetime": _moment,
    "reference": _reference,
    "set": _set,
    "nested": _nested,
}
