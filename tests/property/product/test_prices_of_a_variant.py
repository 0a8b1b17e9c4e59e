"""Laws of the prices of one variant."""

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.product.products.prices import check_prices
from common.errors import ApiError
from common.pricing.selection import PriceContext, select_price, specificity

DAYS = [f"2030-01-0{day}T00:00:00.000Z" for day in range(1, 6)]


@st.composite
def prices(draw):
    price = {"id": draw(st.uuids().map(str)), "value": {"currencyCode": "EUR", "centAmount": draw(st.integers(0, 9))}}
    if draw(st.booleans()):
        price["country"] = draw(st.sampled_from(["DE", "AT"]))
    start, end = draw(st.sampled_from([(a, b) for a in (None, *DAYS) for b in (None, *DAYS) if not (a and b) or a < b]))
    return price | ({"validFrom": start} if start else {}) | ({"validUntil": end} if end else {})


def refused(several):
    try:
        check_prices(several)
    except ApiError:
        return True
    return False


@settings(deadline=None)
@given(st.lists(prices(), max_size=5), st.randoms())
def test_whether_prices_go_together_does_not_depend_on_their_order(several, random):
    shuffled = random.sample(several, len(several))
    assert refused(several) == refused(shuffled)


@settings(deadline=None)
@given(st.lists(prices(), min_size=1, max_size=6), st.sampled_from(DAYS), st.sampled_from([None, "DE", "AT", "FR"]))
def test_prices_that_go_together_leave_each_buyer_one_at_any_moment(several, now, country):
    if refused(several):
        return
    wanted = PriceContext("EUR", now, country)
    fitting = [price for price in several if wanted.accepts(price)]
    best = select_price(several, wanted)
    rivals = [price for price in fitting if price is not best and specificity(price)[:4] == specificity(best)[:4]]
    assert rivals == []
