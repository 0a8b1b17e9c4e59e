"""How many digits stand after the point in each currency, by ISO 4217.

The table is the package ``iso4217`` (the standard's own list). CLDR would be wrong here: it rounds to what
shops display, so its IQD and RSD have no digits.
"""

from functools import cache

from iso4217 import Currency

from common.errors import InvalidJsonInput

WITHDRAWN = {"ANG": 2, "BGN": 2, "CUC": 2, "HRK": 2, "LTL": 2, "LVL": 2, "EEK": 2, "SLL": 2, "ZWL": 2}
"""No longer in the standard, still in the catalogues and orders of merchants who used them."""


@cache
def _digits() -> dict[str, int]:
    # Gold, testing codes and the like have no smallest unit: nothing can be priced in them.
    return WITHDRAWN | {each.code: each.exponent for each in Currency if each.exponent is not None}


def is_currency(code: str) -> bool:
    return code in _digits()


@cache
def fraction_digits_of(currency_code: str) -> int:
    """2 for EUR, 0 for JPY, 3 for KWD; InvalidJsonInput for what is no currency."""
    try:
        return _digits()[currency_code]
    except KeyError:
        raise InvalidJsonInput(f"currencyCode: '{currency_code}' is no currency of ISO 4217") from None
