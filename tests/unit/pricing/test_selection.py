"""The price a buyer sees."""

import itertools

import pytest

from common.pricing.selection import PriceContext, select_price, unit_price
from common.values.money import Money

NOW = "2026-06-01T00:00:00.000Z"
BUYER = PriceContext("EUR", NOW, "DE", frozenset({"vip"}), "shop")

GROUP = {"customerGroup": {"typeId": "customer-group", "id": "vip"}}
CHANNEL = {"channel": {"typeId": "channel", "id": "shop"}}
COUNTRY = {"country": "DE"}
DATED = {"validFrom": "2026-01-01T00:00:00.000Z"}

MOST_SPECIFIC_FIRST = [
    GROUP | CHANNEL | COUNTRY,
    GROUP | CHANNEL,
    GROUP | COUNTRY,
    GROUP,
    CHANNEL | COUNTRY,
    CHANNEL,
    COUNTRY,
    {},
]


def price(cents: int = 100, currency: str = "EUR", **more):
    return {"id": f"{cents}", "value": {"currencyCode": currency, "centAmount": cents}, **more}


@pytest.mark.parametrize("first", range(len(MOST_SPECIFIC_FIRST)))
def test_the_most_specific_price_wins_whatever_it_costs(first):
    offered = [price(rank, **scope) for rank, scope in enumerate(MOST_SPECIFIC_FIRST)][first:]
    for order in (offered, offered[::-1]):
        assert select_price(order, BUYER)["id"] == str(first)


def test_a_limited_time_wins_only_among_equals():
    assert select_price([price(1, **DATED), price(2)], BUYER)["id"] == "1"
    assert select_price([price(1, **DATED), price(2, **COUNTRY)], BUYER)["id"] == "2"


@pytest.mark.parametrize(
    "other",
    [
        price(currency="USD"),
        price(country="AT"),
        price(customerGroup={"typeId": "customer-group", "id": "staff"}),
        price(channel={"typeId": "channel", "id": "other"}),
        price(validUntil=NOW),
        price(validFrom="2026-06-01T00:00:00.001Z"),
    ],
)
def test_a_price_for_others_is_no_price(other):
    assert select_price([other], BUYER) is None


def test_who_names_no_country_or_group_sees_only_the_prices_for_all():
    stranger = PriceContext("EUR", NOW)
    assert select_price([price(1, **scope) for scope in MOST_SPECIFIC_FIRST[:-1]], stranger) is None
    assert select_price([price(1, **scope) for scope in MOST_SPECIFIC_FIRST], stranger)["id"] == "1"


def test_the_order_of_prices_does_not_matter():
    prices = [price(cents, **scope) for cents in (3, 1, 2) for scope in ({}, GROUP)]
    chosen = {select_price(order, BUYER)["id"] for order in itertools.permutations(prices)}
    assert chosen == {"1"}


@pytest.mark.parametrize(("quantity", "cents"), [(1, 100), (9, 100), (10, 90), (99, 90), (100, 80)])
def test_the_highest_tier_that_is_reached_sets_the_price_of_all_pieces(quantity, cents):
    tiers = [{"minimumQuantity": least, "value": price(each)["value"]} for least, each in ((100, 80), (10, 90))]
    assert unit_price(price(100, tiers=tiers), quantity) == Money("EUR", cents)


def test_a_discounted_price_ignores_tiers():
    tiers = [{"minimumQuantity": 2, "value": price(10)["value"]}]
    assert unit_price(price(100, tiers=tiers, discounted={"value": price(70)["value"]}), 5) == Money("EUR", 70)
