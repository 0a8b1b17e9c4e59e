"""Of a group of discounts the one applies that saves most: against trying each of them with fractions."""

from fractions import Fraction
from types import SimpleNamespace

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.cart.carts.discounts.applied import Applied
from apps.cart.carts.discounts.best_deal import best_of
from common.values.money import cent_precision

CART = SimpleNamespace(currency_code="EUR", price_rounding_mode="HalfEven")

prices = st.lists(st.tuples(st.integers(0, 5_000), st.integers(1, 6)), min_size=1, max_size=5)
values = st.one_of(
    st.builds(lambda share: {"type": "relative", "permyriad": share}, st.integers(0, 10_000)),
    st.builds(
        lambda cents, mode: {
            "type": "absolute",
            "money": [{"currencyCode": "EUR", "centAmount": cents}],
            "applicationMode": mode,
        },
        st.integers(0, 8_000),
        st.sampled_from(["ProportionateDistribution", "EvenDistribution", "IndividualApplication"]),
    ),
    st.builds(
        lambda cents: {"type": "fixed", "money": [{"currencyCode": "EUR", "centAmount": cents}]}, st.integers(0, 5_000)
    ),
)


def applied(name, value, lines, chosen):
    seen = [
        SimpleNamespace(item={"id": f"{at}", "slug": "line", "quantity": quantity}, unit=cent_precision("EUR", cents))
        for at, (cents, quantity) in enumerate(lines)
        if at in chosen
    ]
    return Applied({"typeId": "cart-discount", "id": name}, value, {"type": "lineItems"}, seen)


@st.composite
def groups(draw):
    lines = draw(prices)
    which = st.sets(st.integers(0, len(lines) - 1))
    names = [f"discount {at}" for at in range(draw(st.integers(1, 5)))]
    return lines, [(name, draw(values), draw(which)) for name in names]


def saves(value, lines, chosen):
    """Cents, reckoned line by line; a percentage is rounded per piece, so it may be half a cent off for each."""
    mine = [lines[at] for at in chosen]
    whole = sum(cents * quantity for cents, quantity in mine)
    if value["type"] == "relative":
        return Fraction(whole * value["permyriad"], 10_000)
    [money] = value["money"]
    amount = money["centAmount"]
    if value["type"] == "fixed":
        return sum(max(cents - amount, 0) * quantity for cents, quantity in mine)
    if value["applicationMode"] == "IndividualApplication":
        return sum(min(cents, amount) * quantity for cents, quantity in mine)
    return min(amount, whole)


@settings(max_examples=500, deadline=None)
@given(groups(), st.randoms())
def test_nothing_in_the_group_would_have_saved_more(group, random):
    lines, several = group
    tried = {name: saves(value, lines, chosen) for name, value, chosen in several}
    discounts = [applied(name, value, lines, chosen) for name, value, chosen in several]
    best = best_of(discounts, [], CART)
    half_a_cent_each = Fraction(sum(quantity for _, quantity in lines), 2)
    assert tried[best.id] >= max(tried.values()) - 2 * half_a_cent_each
    random.shuffle(discounts)
    assert best_of(discounts, [], CART).id == best.id
