"""Money keeps its word to the cent."""

import json
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import InvalidField, InvalidJsonInput
from common.errors.pricing import MoneyOverflow
from common.values.money import Money
from common.values.rounding import rounded
from common.wire import dump, read
from common.wire.json import from_bytes


@pytest.mark.parametrize(("currency", "digits"), [("EUR", 2), ("JPY", 0), ("KWD", 3), ("IQD", 3), ("HRK", 2)])
def test_a_currency_knows_its_digits(currency, digits):
    assert Money(currency, 100).fraction_digits == digits


def test_the_answer_completes_what_the_client_left_out():
    assert dump(read(Money, {"currencyCode": "JPY", "centAmount": 5})) == {
        "type": "centPrecision",
        "currencyCode": "JPY",
        "centAmount": 5,
        "fractionDigits": 0,
    }


def test_gold_and_unknown_codes_are_no_currencies():
    for code in ("XAU", "ABC"):
        with pytest.raises(InvalidJsonInput):
            Money(code, 1)


def test_cents_are_required_unless_the_precise_amount_tells_them():
    with pytest.raises(InvalidJsonInput):
        read(Money, {"currencyCode": "EUR"})
    precise = {"type": "highPrecision", "currencyCode": "EUR", "preciseAmount": 101_5, "fractionDigits": 3}
    assert read(Money, precise).cent_amount == 102


@pytest.mark.parametrize(("cents", "is_a_neighbour"), [(100, False), (101, True), (102, True), (103, False)])
def test_high_precision_admits_only_the_two_neighbouring_cents(cents, is_a_neighbour):
    def money():
        return Money("USD", cents, "highPrecision", 3, 1015)

    if is_a_neighbour:
        assert money().cent_amount == cents
    else:
        with pytest.raises(InvalidField):
            money()


@pytest.mark.parametrize("digits", [2, 21])
def test_high_precision_is_finer_than_the_currency_and_ends_at_20_digits(digits):
    with pytest.raises(InvalidField):
        Money("EUR", 1, "highPrecision", digits, 100)


def test_what_does_not_fit_into_64_bits_is_an_overflow():
    largest = Money("EUR", 2**63 - 1)
    with pytest.raises(MoneyOverflow):
        largest + Money("EUR", 1)
    with pytest.raises(MoneyOverflow):
        largest.times(2)


@pytest.mark.parametrize(
    ("exact", "even", "up", "down"),
    [
        (Fraction(5, 2), 2, 3, 2),
        (Fraction(7, 2), 4, 4, 3),
        (Fraction(-5, 2), -2, -3, -2),
        (Fraction(251, 100), 3, 3, 3),
        (Fraction(249, 100), 2, 2, 2),
    ],
)
def test_only_ties_are_rounded_differently(exact, even, up, down):
    assert [rounded(exact, mode) for mode in ("HalfEven", "HalfUp", "HalfDown")] == [even, up, down]


@given(st.fractions(), st.sampled_from(["HalfEven", "HalfUp", "HalfDown"]))
def test_rounding_never_moves_by_more_than_half_a_cent_and_mirrors_at_zero(exact, mode):
    assert abs(rounded(exact, mode) - exact) <= Fraction(1, 2)
    assert rounded(-exact, mode) == -rounded(exact, mode)


@pytest.mark.parametrize("amount", [2**63, -(2**63) - 1, 9007199254740993.0, 1e300])
def test_an_amount_that_was_rounded_when_it_was_read_is_refused(amount):
    body = json.dumps({"currencyCode": "EUR", "centAmount": amount}).encode()
    with pytest.raises(InvalidJsonInput):
        read(Money, from_bytes(body))
