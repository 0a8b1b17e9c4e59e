"""Carts of any content under discounts of any kind, against a calculation of their own with fractions."""

from fractions import Fraction
from math import floor

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from common.pricing.discounts import Discount, DiscountedLine, Portion, take_off_lines
from common.pricing.lines import line_of
from common.pricing.shares import evenly, in_proportion
from common.pricing.taxes import Rate, reduced, sum_of, tax_on

MODES = st.sampled_from(["HalfEven", "HalfUp", "HalfDown"])
LINES = st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 20)), min_size=1, max_size=6)
"""(unit price in cents, quantity)"""
CENTS = st.integers(0, 60_000)
EUR = "EUR"


def money(cents):
    return [{"currencyCode": EUR, "centAmount": cents}]


relatives = st.builds(lambda share: {"type": "relative", "permyriad": share}, st.integers(0, 10_000))
fixed = st.builds(lambda cents: {"type": "fixed", "money": money(cents)}, CENTS)
absolutes = st.builds(
    lambda cents, mode: {"type": "absolute", "money": money(cents), "applicationMode": mode},
    CENTS,
    st.sampled_from(["ProportionateDistribution", "EvenDistribution", "IndividualApplication"]),
)
multi_buys = st.builds(
    lambda trigger, share, most, mode: {
        "type": "multiBuyLineItems",
        "triggerQuantity": trigger,
        "discountedQuantity": min(share, trigger),
        "selectionMode": mode,
        **({"maxOccurrence": most} if most else {}),
    },
    st.integers(2, 6),
    st.integers(1, 6),
    st.integers(0, 4),
    st.sampled_from(["Cheapest", "MostExpensive"]),
)
plain = st.just({"type": "lineItems"})
discounts = st.tuples(relatives | fixed | absolutes, plain) | st.tuples(relatives | fixed, multi_buys)


def lines_of(units):
    return [DiscountedLine(f"{at:03}", [Portion(unit, quantity)]) for at, (unit, quantity) in enumerate(units)]


def after(units, several, mode="HalfEven", lines=None):
    lines = lines or lines_of(units)
    for at, (value, target) in enumerate(several):
        take_off_lines(Discount(f"discount {at}", value, target, lines), EUR, mode)
    return lines


def total(line):
    return sum(portion.unit * portion.quantity for portion in line.portions)


@settings(max_examples=400, deadline=None)
@given(LINES, st.lists(discounts, max_size=5), MODES)
def test_what_is_left_and_what_was_taken_off_are_the_whole(units, several, mode):
    for line, (unit, quantity) in zip(after(units, several, mode), units, strict=True):
        assert sum(portion.quantity for portion in line.portions) == quantity
        for portion in line.portions:
            assert portion.unit >= 0
            assert portion.unit + sum(off for _, off in portion.included) == unit


@settings(max_examples=300, deadline=None)
@given(LINES, CENTS, st.sampled_from(["ProportionateDistribution", "EvenDistribution"]))
def test_an_amount_is_taken_off_to_the_cent_as_long_as_there_is_something_left(units, cents, mode):
    before = sum(unit * quantity for unit, quantity in units)
    value = {"type": "absolute", "money": money(cents), "applicationMode": mode}
    left = sum(map(total, after(units, [(value, {"type": "lineItems"})])))
    assert before - left == min(cents, before)


@settings(max_examples=300, deadline=None)
@given(LINES, CENTS)
def test_each_line_gives_its_exact_share_but_for_less_than_a_cent(units, cents):
    before = sum(unit * quantity for unit, quantity in units)
    lines = after(units, [({"type": "absolute", "money": money(cents)}, {"type": "lineItems"})])
    for line, (unit, quantity) in zip(lines, units, strict=True):
        exact = Fraction(min(cents, before) * unit * quantity, before) if before else 0
        assert abs(unit * quantity - total(line) - exact) < 1


@settings(max_examples=300, deadline=None)
@given(LINES, st.lists(discounts, max_size=4), st.randoms())
def test_the_order_of_lines_does_not_matter(units, several, random):
    lines = after(units, several)
    shuffled = lines_of(units)
    random.shuffle(shuffled)
    after(units, several, lines=shuffled)
    assert {line.name: line.merged() for line in shuffled} == {line.name: line.merged() for line in lines}


@settings(max_examples=300, deadline=None)
@given(LINES, st.integers(0, 10_000), MODES)
def test_a_percentage_is_rounded_once_per_piece(units, share, mode):
    lines = after(units, [({"type": "relative", "permyriad": share}, {"type": "lineItems"})], mode)
    for line, (unit, _) in zip(lines, units, strict=True):
        exact = unit * Fraction(10_000 - share, 10_000)
        [portion] = line.portions
        low = floor(exact)
        if exact == low:
            assert portion.unit == exact
        elif exact - low == Fraction(1, 2):
            assert portion.unit == {"HalfUp": low + 1, "HalfDown": low, "HalfEven": low + low % 2}[mode]
        else:
            assert portion.unit == floor(exact + Fraction(1, 2))


@settings(max_examples=300, deadline=None)
@given(LINES, multi_buys)
def test_a_multi_buy_gives_the_right_pieces_for_nothing(units, target):
    lines = after(units, [({"type": "relative", "permyriad": 10_000}, target)])
    pieces = sorted(unit for unit, quantity in units for _ in range(quantity))
    occurrences = min(len(pieces) // target["triggerQuantity"], target.get("maxOccurrence", len(pieces)))
    free = occurrences * target["discountedQuantity"]
    gone = pieces[:free] if target["selectionMode"] == "Cheapest" else pieces[len(pieces) - free :]
    assert sum(map(total, lines)) == sum(pieces) - sum(gone)


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**6), st.integers(3, 6), st.integers(1, 20), st.integers(0, 10_000), CENTS)
def test_a_price_with_fractions_of_a_cent_keeps_them(amount, digits, quantity, share, cents):
    grains = 10 ** (digits - 2)
    line = DiscountedLine("hat", [Portion(amount, quantity)], grains)
    relative = ({"type": "relative", "permyriad": share}, {"type": "lineItems"})
    absolute = ({"type": "absolute", "money": money(cents)}, {"type": "lineItems"})
    after([], [relative], lines=[line])
    before = total(line)
    after([], [absolute], lines=[line])
    assert before - total(line) == min(cents, before // grains) * grains


@given(st.integers(0, 10**6), st.lists(st.integers(0, 10**5), min_size=1, max_size=8))
def test_shares_add_up(amount, parts):
    names = [f"{at:02}" for at in range(len(parts))]
    shares = in_proportion(amount, parts, names)
    assert sum(shares) == (amount if sum(parts) else 0)
    even = evenly(amount, parts, names)
    assert sum(even) == min(amount, sum(parts))
    assert all(0 <= share <= part for share, part in zip(even, parts, strict=True))
    unsated = [share for share, part in zip(even, parts, strict=True) if share < part]
    assert not unsated or max(unsated) - min(unsated) <= 1


@settings(deadline=None)
@given(st.integers(1, 10**6), st.integers(0, 100), st.integers(0, 3000), st.booleans(), MODES)
def test_the_tax_of_what_is_left_adds_up(cents, percent, tax, included, mode):
    parts = [{"amount": tax / 20_000, "name": "state"}, {"amount": tax / 20_000, "name": "city"}]
    rate = Rate.of({"amount": tax / 10_000, "name": "VAT", "includedInPrice": included, "subRates": parts})
    full, off = tax_on(line_of(cents, 1), cents, rate, "LineItemLevel", mode), cents * percent // 100
    left = reduced(full, off, cents, mode)
    assert sum(left.portions.values()) == left.tax_cents >= 0
    assert (left.gross_cents if included else left.net_cents) == cents - off


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(-(10**4), 10**5), st.integers(0, 3000)), min_size=1, max_size=4),
    st.integers(0, 100),
    st.booleans(),
    MODES,
)
def test_the_tax_of_what_is_left_adds_up_where_there_are_credits(lines, percent, included, mode):
    def taxed(cents, tax):
        rate = Rate.of({"amount": tax / 10_000, "name": f"VAT {tax}", "includedInPrice": included})
        return tax_on(line_of(cents, 1), cents, rate, "LineItemLevel", mode)

    cents = sum(each for each, _ in lines)
    assume(cents > 0)
    full, off = sum_of([taxed(*line) for line in lines]), cents * percent // 100
    left = reduced(full, off, cents, mode)
    assert sum(left.portions.values()) == left.tax_cents
    for name, portion in left.portions.items():
        assert abs(portion - full.portions[name] * Fraction(cents - off, cents)) < 2
