"""What shipping costs, by rate and tier."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.pricing.shipping import Shipment, shipping_cents
from common.values.price_functions import price_function


def money(cents):
    return {"centAmount": cents}


def by_value(minimum, cents):
    return {"type": "CartValue", "minimumCentAmount": minimum, "price": money(cents)}


def by_score(score, **cost):
    return {"type": "CartScore", "score": score, **cost}


def test_goods_of_enough_value_are_shipped_for_nothing():
    rate = {"price": money(500), "freeAbove": money(3000)}
    assert [shipping_cents(rate, Shipment(cents)) for cents in (2999, 3000)] == [500, 0]


def test_the_highest_tier_of_value_that_is_reached_counts():
    rate = {"price": money(900), "tiers": [by_value(5000, 300), by_value(2000, 600)]}
    shipments = [Shipment(cents, "CartValue") for cents in (1999, 2000, 4999, 5000)]
    assert [shipping_cents(rate, shipment) for shipment in shipments] == [900, 600, 600, 300]
    assert shipping_cents(rate, Shipment(9999)) == 900


def test_a_class_has_its_price():
    rate = {"price": money(900), "tiers": [{"type": "CartClassification", "value": "heavy", "price": money(2000)}]}
    heavy, light = ({"type": "Classification", "key": key} for key in ("heavy", "light"))
    shipments = [Shipment(0, "CartClassification", given) for given in (heavy, light, None)]
    assert [shipping_cents(rate, shipment) for shipment in shipments] == [2000, 900, 900]


def test_a_score_has_a_price_or_a_function():
    tiers = [by_score(1, price=money(100)), by_score(3, priceFunction={"function": "(200 * x) - 1"})]
    rate = {"price": money(50), "tiers": tiers}
    scores = [Shipment(0, "CartScore", {"type": "Score", "score": score}) for score in (0, 1, 2, 3, 10)]
    assert [shipping_cents(rate, shipment) for shipment in scores] == [50, 100, 100, 599, 1999]


@pytest.mark.parametrize("text", ["", "y", "x / 2", "x ** 9", "f(x)", "x.real", "True", "'1'", "x" * 201, "(" * 90])
def test_a_function_can_only_reckon(text):
    with pytest.raises(ValueError, match=r"too long|not a function"):
        price_function(text)


@given(st.integers(0, 10**6), st.integers(-(10**6), 10**6), st.integers(0, 10**6))
def test_a_function_is_exact(factor, more, x):
    assert price_function(f"({factor} * x) + {more}")(x) == factor * x + more
