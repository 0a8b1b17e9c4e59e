"""What is asked of carts, zones and shipping methods again and again is found by an index."""

import pytest

from apps.cart.carts import carts
from apps.cart.carts.document import Cart
from apps.cart.shipping_methods import shipping_methods
from apps.cart.zones import zones
from common.resources.document import collection_of
from tests.support.plans import plan_of, plan_of_where

ASKED = [
    (carts, 'key = "mine"'),
    (carts, 'customerId = "ada"'),
    (carts, 'anonymousId = "session"'),
    (carts, 'store(key = "berlin")'),
    (carts, 'paymentInfo(payments(id = "cash"))'),
    (shipping_methods, 'key = "courier"'),
    (shipping_methods, 'name = "Courier"'),
    (zones, 'key = "europe"'),
]


@pytest.mark.parametrize(("listed", "where"), ASKED, ids=[f"{listed.path}-{where}" for listed, where in ASKED])
def test_a_question_is_answered_by_an_index(api, listed, where):
    assert "COLLSCAN" not in plan_of_where(listed, where)


@pytest.mark.parametrize(
    ("listed", "wanted"),
    [
        (zones, {"projectKey": "shop", "_locations": "DE BE"}),
        (shipping_methods, {"projectKey": "shop", "zoneRates.zone.id": {"$in": ["z"]}}),
        (carts, {"projectKey": "shop", "paymentInfo.payments.id": "cash"}),
        (carts, {"projectKey": "shop", "anonymousId": "session"}),
    ],
)
def test_what_a_cart_asks_for_itself_is_answered_by_an_index(api, listed, wanted):
    assert "COLLSCAN" not in plan_of(listed, wanted)


def test_carts_that_are_over_are_found_by_an_index(api):
    assert "swept" in collection_of(Cart).index_information()
