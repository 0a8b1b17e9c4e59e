"""Tax, on the examples that the documentation works out, and on addresses."""

from fractions import Fraction

import pytest

from common.pricing.lines import line_of
from common.pricing.taxes import Rate, rate_for, tax_on


def rate(amount: float, included: bool = False, **more) -> Rate:
    return Rate.of({"name": "VAT", "amount": amount, "includedInPrice": included, "country": "DE", **more})


@pytest.mark.parametrize(("level", "gross"), [("LineItemLevel", 386), ("UnitPriceLevel", 387)])
def test_the_level_decides_when_to_round(level, gross):
    taxed = tax_on(line_of(108, 3), 324, rate(0.19), level)
    assert (taxed.net_cents, taxed.gross_cents, taxed.tax_cents) == (324, gross, gross - 324)


def test_tax_that_is_in_the_price_is_taken_out_of_it():
    taxed = tax_on(line_of(1190, 1), 1190, rate(0.19, included=True), "LineItemLevel")
    assert (taxed.net_cents, taxed.gross_cents) == (1000, 1190)


def test_nineteen_per_cent_is_not_the_nearest_binary_fraction():
    assert rate(0.19).amount == Fraction(19, 100)


def test_a_unit_price_with_fractions_of_a_cent_is_taxed_as_a_line():
    taxed = tax_on(line_of(Fraction(4, 10), 10), 4, rate(0.1), "UnitPriceLevel")
    assert (taxed.net_cents, taxed.gross_cents) == (4, 4)


def test_subrates_share_the_tax_and_no_cent_is_lost():
    city, state = {"name": "city", "amount": 0.05}, {"name": "state", "amount": 0.05}
    taxed = tax_on(line_of(30, 1), 30, rate(0.1, subRates=[state, city]), "LineItemLevel")
    assert taxed.portions == {(0.05, "city"): 2, (0.05, "state"): 1}


def test_the_answer_reads_as_on_the_wire():
    assert tax_on(line_of(100, 1), 100, rate(0.19), "LineItemLevel").to_json("EUR")["taxPortions"] == [
        {
            "rate": 0.19,
            "name": "VAT",
            "amount": {"type": "centPrecision", "currencyCode": "EUR", "centAmount": 19, "fractionDigits": 2},
        }
    ]


GERMANY, TEXAS, AMERICA = (
    {"country": "DE"},
    {"country": "US", "state": "Texas"},
    {"country": "US"},
)


@pytest.mark.parametrize(
    ("country", "state", "found"),
    [
        ("DE", None, GERMANY),
        ("DE", "Bavaria", GERMANY),
        ("US", "Texas", TEXAS),
        ("US", None, AMERICA),
        ("US", "Ohio", None),
        ("FR", None, None),
    ],
)
def test_the_address_decides_the_rate(country, state, found):
    assert rate_for([GERMANY, AMERICA, TEXAS], country, state) is found


def test_a_project_may_let_the_country_speak_for_its_other_states():
    assert rate_for([AMERICA, TEXAS], "US", "Ohio", country_covers_states=True) is AMERICA
    assert rate_for([TEXAS], "US", None, country_covers_states=True) is None
