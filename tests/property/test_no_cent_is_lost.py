"""Prices and taxes, against an independent calculation with decimals of a hundred digits."""

from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from common.pricing.lines import Pieces, line_of, total_cents
from common.pricing.taxes import Rate, sum_of, tax_on
from common.values.money import Money

MODES = {"HalfEven": ROUND_HALF_EVEN, "HalfUp": ROUND_HALF_UP, "HalfDown": ROUND_HALF_DOWN}
EXACT = Context(prec=100)

modes = st.sampled_from(sorted(MODES))
levels = st.sampled_from(["LineItemLevel", "UnitPriceLevel"])
cents = st.integers(-10_000, 1_000_000)
quantities = st.integers(1, 1_000)
percents = st.decimals(0, 1, places=4).map(float)
names = st.sampled_from(["city", "county", "state"])


@st.composite
def rates(draw: st.DrawFn) -> Rate:
    parts = draw(st.lists(st.tuples(st.integers(0, 2_500), names), min_size=1, max_size=4))
    subrates = [{"amount": basis / 10_000, "name": name} for basis, name in parts]
    amount = sum(basis for basis, _ in parts) / 10_000
    return Rate.of(
        {
            "amount": amount,
            "name": "VAT",
            "includedInPrice": draw(st.booleans()),
            "subRates": draw(st.sampled_from([None, subrates])),
        }
    )


def in_cents(exact: Decimal, mode: str) -> int:
    return int(exact.quantize(Decimal(1), rounding=MODES[mode], context=EXACT))


@given(st.integers(-(10**9), 10**9), st.integers(3, 20), quantities, modes)
def test_a_precise_price_is_multiplied_before_it_is_rounded(amount, digits, quantity, mode):
    price = Money("EUR", type="highPrecision", fraction_digits=digits, precise_amount=amount)
    expected = in_cents(EXACT.multiply(Decimal(amount), Decimal(quantity)).scaleb(2 - digits, EXACT), mode)
    assert total_cents(line_of(price.exact_cents, quantity), mode) == expected
    assert price.times(quantity, mode) == Money("EUR", expected)


@given(cents, quantities, percents, st.booleans(), levels, modes)
def test_tax_is_what_decimals_say(unit, quantity, percent, included, level, mode):
    rate = Rate.of({"amount": percent, "name": "VAT", "includedInPrice": included})
    factor = 1 + Decimal(str(percent))
    total = unit * quantity
    base, times = (total, 1) if level == "LineItemLevel" else (unit, quantity)
    other = in_cents(EXACT.divide(base, factor) if included else EXACT.multiply(base, factor), mode) * times
    taxed = tax_on(line_of(unit, quantity), total, rate, level, mode)
    assert (taxed.net_cents, taxed.gross_cents) == ((other, total) if included else (total, other))


@given(
    st.lists(st.tuples(st.lists(st.tuples(cents, quantities), min_size=1, max_size=3), rates()), min_size=1),
    levels,
    modes,
    st.randoms(),
)
def test_the_whole_is_the_sum_of_its_lines_in_any_order(lines, level, mode, random):
    def taxed(pieces, rate):
        line = tuple(Pieces(Fraction(unit), quantity) for unit, quantity in pieces)
        return tax_on(line, total_cents(line, mode), rate, level, mode)

    each = [taxed(*line) for line in lines]
    whole = sum_of(each)
    assert whole is not None
    assert whole.tax_cents == sum(part.tax_cents for part in each) == sum(whole.portions.values())
    assert whole.gross_cents == whole.net_cents + whole.tax_cents
    for part in each:
        assert sum(part.portions.values()) == part.tax_cents
    random.shuffle(each)
    assert sum_of(each).to_json("EUR") == whole.to_json("EUR")


@given(rates(), cents, levels, st.randoms())
def test_the_order_of_subrates_does_not_matter(rate, amount, level, random):
    shuffled = Rate(rate.amount, rate.included_in_price, tuple(random.sample(rate.parts, len(rate.parts))))
    line = line_of(amount, 1)
    assert tax_on(line, amount, rate, level) == tax_on(line, amount, shuffled, level)


@given(rates(), cents)
def test_a_subrate_is_never_a_cent_or_more_away_from_its_share(rate, amount):
    taxed = tax_on(line_of(amount, 1), amount, rate, "LineItemLevel")
    count = {part: rate.parts.count(part) for part in rate.parts}
    for part, portion in taxed.portions.items():
        share = taxed.tax_cents * Fraction(str(part[0])) * count[part] / (rate.amount or 1)
        assert abs(portion - share) < count[part]


def test_nothing_is_known_of_a_sum_with_an_unknown_part():
    known = tax_on(
        line_of(100, 1), 100, Rate.of({"amount": 0.1, "name": "VAT", "includedInPrice": False}), "LineItemLevel"
    )
    assert sum_of([known, None]) is None
    assert sum_of([]) is None
