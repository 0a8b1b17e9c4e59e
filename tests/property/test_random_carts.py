"""Carts of any content, against a calculation of their own with decimals: to the cent, in every mode."""

from copy import deepcopy
from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.cart.carts.document import Cart
from apps.cart.carts.reckoning import reckon
from common.pricing.shipping import Shipment
from common.values.money import cent_precision

EXACT = Context(prec=100)
MODES = {"HalfEven": ROUND_HALF_EVEN, "HalfUp": ROUND_HALF_UP, "HalfDown": ROUND_HALF_DOWN}

modes = st.sampled_from(sorted(MODES))
amounts = st.integers(0, 100_000)
rates = st.builds(
    lambda percent, included: {"name": "VAT", "amount": percent / 1000, "includedInPrice": included, "country": "DE"},
    st.integers(0, 400),
    st.booleans(),
)


def euros(cents):
    return cent_precision("EUR", cents)


@st.composite
def line_items(draw):
    cents, quantity = draw(amounts), draw(st.integers(1, 200))
    price = {"id": "p", "value": euros(cents)}
    unit = cents
    if draw(st.booleans()):
        tiers = draw(st.lists(st.tuples(st.integers(2, 100), amounts), max_size=3, unique_by=lambda tier: tier[0]))
        price["tiers"] = [{"minimumQuantity": least, "value": euros(tier)} for least, tier in tiers]
        unit = max([(1, cents), *(tier for tier in tiers if tier[0] <= quantity)], key=lambda tier: tier[0])[1]
    return {"unit": unit, "quantity": quantity, "price": price, "priceMode": "Platform"}


@st.composite
def custom_line_items(draw):
    cents = draw(st.integers(-5_000, 5_000))
    return {"unit": cents, "quantity": draw(st.integers(1, 50)), "money": euros(cents), "priceMode": "Standard"}


@st.composite
def shippings(draw):
    """A rate with tiers of value, and what it is taxed with."""
    rate = {"price": euros(draw(amounts)), "tiers": []}
    if draw(st.booleans()):
        rate["freeAbove"] = euros(draw(amounts))
    tiers = draw(st.lists(st.tuples(st.integers(1, 100_000), amounts), max_size=4, unique_by=lambda tier: tier[0]))
    for least, cents in tiers:
        rate["tiers"].append({"type": "CartValue", "minimumCentAmount": least, "price": euros(cents)})
    return {"shippingRate": rate, "taxRate": draw(rates)}


@st.composite
def carts(draw):
    lines = draw(st.lists(line_items() | custom_line_items(), max_size=8))
    for line in lines:
        line["discountedPricePerQuantity"] = []
        if draw(st.integers(0, 9)):
            line["taxRate"] = draw(rates)
    return {
        "lines": lines,
        "level": draw(st.sampled_from(["LineItemLevel", "UnitPriceLevel"])),
        "tax_mode": draw(modes),
        "has_address": draw(st.booleans()),
        "shipping": draw(st.none() | shippings()),
    }


def reckoned(given) -> Cart:
    lines = deepcopy(given["lines"])
    cart = Cart(
        line_items=[line for line in lines if "price" in line],
        custom_line_items=[line for line in lines if "money" in line],
        total_price=euros(0),
        tax_rounding_mode=given["tax_mode"],
        tax_calculation_mode=given["level"],
        shipping_address={"country": "DE"} if given["has_address"] else None,
        shipping_info=deepcopy(given["shipping"]),
    )
    reckon(cart, by_value)
    return cart


def by_value(goods_cents, _):
    return Shipment(goods_cents, "CartValue")


def in_cents(exact, mode):
    return int(exact.quantize(Decimal(1), rounding=MODES[mode], context=EXACT))


def expected_shipping(rate, goods_cents):
    """Free, or the dearest threshold that the goods reach, or the rate's own price."""
    if "freeAbove" in rate and goods_cents >= rate["freeAbove"]["centAmount"]:
        return 0
    tiers = {tier["minimumCentAmount"]: tier["price"]["centAmount"] for tier in rate["tiers"]}
    return tiers[max(reached)] if (reached := [least for least in tiers if least <= goods_cents]) else rate_cents(rate)


def rate_cents(rate):
    return rate["price"]["centAmount"]


def expected_tax(line, given):
    """(net, gross) of a line that has a rate."""
    total, rate = line["unit"] * line["quantity"], line["taxRate"]
    base, times = (total, 1) if given["level"] == "LineItemLevel" else (line["unit"], line["quantity"])
    factor = 1 + Decimal(str(rate["amount"]))
    if rate["includedInPrice"]:
        return in_cents(EXACT.divide(base, factor), given["tax_mode"]) * times, total
    return total, in_cents(EXACT.multiply(base, factor), given["tax_mode"]) * times


@settings(max_examples=300, deadline=None)
@given(carts())
def test_a_cart_costs_what_an_independent_calculation_says(given_cart):
    cart, lines = reckoned(given_cart), list(given_cart["lines"])
    goods_cents = sum(line["unit"] * line["quantity"] for line in lines)
    if shipping := given_cart["shipping"]:
        cents = expected_shipping(shipping["shippingRate"], goods_cents)
        lines.append({"unit": cents, "quantity": 1, "taxRate": shipping["taxRate"]})
    assert cart.total_price == euros(sum(line["unit"] * line["quantity"] for line in lines))
    if not given_cart["has_address"] or not lines or any("taxRate" not in line for line in lines):
        assert cart.taxed_price is None
        return
    taxes = [expected_tax(line, given_cart) for line in lines]
    net, gross = (sum(side) for side in zip(*taxes, strict=True))
    assert cart.taxed_price["totalNet"] == euros(net)
    assert cart.taxed_price["totalGross"] == euros(gross)
    portions = [portion["amount"]["centAmount"] for portion in cart.taxed_price["taxPortions"]]
    assert sum(portions) == gross - net == cart.taxed_price["totalTax"]["centAmount"]


@settings(deadline=None)
@given(carts(), st.randoms())
def test_the_order_of_lines_does_not_matter(given_cart, random):
    shuffled = given_cart | {"lines": random.sample(given_cart["lines"], len(given_cart["lines"]))}
    one, other = reckoned(given_cart), reckoned(shuffled)
    assert (one.total_price, one.taxed_price) == (other.total_price, other.taxed_price)


@settings(deadline=None)
@given(carts())
def test_reckoning_again_changes_nothing(given_cart):
    cart = reckoned(given_cart)
    before = deepcopy(cart.to_mongo().to_dict())
    reckon(cart, by_value)
    assert cart.to_mongo().to_dict() == before
