"""Carts whose pieces go several ways, against a calculation of their own that looks at every piece with decimals."""

from copy import deepcopy
from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from apps.cart.carts.discounts.applied import Applied
from apps.cart.carts.document import Cart
from apps.cart.carts.reckoning import reckon
from common.pricing.lines import Pieces, total_cents
from common.pricing.shipping import Shipment
from common.pricing.split import split
from common.values.money import cent_precision

EXACT = Context(prec=100)
MODES = {"HalfEven": ROUND_HALF_EVEN, "HalfUp": ROUND_HALF_UP, "HalfDown": ROUND_HALF_DOWN}
KEYS = ["air", "post", "rail", "ship"]

modes = st.sampled_from(sorted(MODES))
levels = st.sampled_from(["LineItemLevel", "UnitPriceLevel"])
amounts = st.integers(0, 100_000)
rates = st.builds(
    lambda percent, included: {"name": "VAT", "amount": percent / 1000, "includedInPrice": included, "country": "DE"},
    st.integers(0, 400),
    st.booleans(),
)


def euros(cents):
    return cent_precision("EUR", cents)


@st.composite
def items(draw, keys):
    """An item of one or several unit prices, as discounts leave them, and how many pieces go which way."""
    groups = draw(st.lists(st.tuples(amounts, st.integers(1, 20)), min_size=1, max_size=3))
    quantity = sum(pieces for _, pieces in groups)
    cuts = sorted(draw(st.lists(st.integers(0, quantity), min_size=len(keys) - 1, max_size=len(keys) - 1)))
    parts = [after - before for before, after in zip([0, *cuts], [*cuts, quantity], strict=True)]
    lost = draw(st.sampled_from([0, 0, 0, 1]))
    ways = [(key, part - (lost if part else 0)) for key, part in zip(keys, parts, strict=True)]
    return {
        "groups": groups,
        "ways": [(key, part) for key, part in ways if part],
        "rates": {k: draw(rates) for k in keys},
    }


@st.composite
def carts(draw):
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True))
    return {
        "keys": keys,
        "items": draw(st.lists(items(keys), max_size=5)),
        "prices": {key: draw(amounts) for key in keys},
        "rates": {key: draw(rates) for key in keys},
        "level": draw(levels),
        "tax_mode": draw(modes),
        "off_total": draw(st.integers(0, 10_000)),
        "off_shipping": draw(st.integers(0, 50_000)),
    }


def stored(item, name):
    groups = item["groups"]
    priced = [{"quantity": n, "discountedPrice": {"value": euros(c), "includedDiscounts": []}} for c, n in groups]
    targets = [{"addressKey": "x", "quantity": n, "shippingMethodKey": key} for key, n in item["ways"]]
    return {
        "id": name,
        "money": euros(groups[0][0]),
        "quantity": sum(n for _, n in groups),
        "priceMode": "Standard",
        "discountedPricePerQuantity": priced if len(groups) > 1 else [],
        "perMethodTaxRate": [{"shippingMethodKey": key, "taxRate": rate} for key, rate in item["rates"].items()],
        "taxedPricePortions": [],
        "shippingDetails": {"targets": targets, "valid": True},
    }


def shipping_off(cents):
    value = {"type": "absolute", "money": [{"currencyCode": "EUR", "centAmount": cents}]}
    return Applied({"typeId": "cart-discount", "id": "s"}, value, {"type": "shipping"})


def reckoned(given, discounts=None):
    ways = [
        {
            "shippingKey": key,
            "shippingAddress": {"country": "DE"},
            "shippingInfo": {
                "shippingRate": {"price": euros(given["prices"][key]), "tiers": []},
                "taxRate": given["rates"][key],
            },
        }
        for key in given["keys"]
    ]
    cart = Cart(
        shipping_mode="Multiple",
        shipping=deepcopy(ways),
        custom_line_items=[stored(item, f"{at}") for at, item in enumerate(given["items"])],
        total_price=euros(0),
        tax_rounding_mode=given["tax_mode"],
        tax_calculation_mode=given["level"],
    )
    reckon(cart, lambda cents, _: Shipment(cents), discounts)
    return cart


def in_cents(exact, mode):
    return int(exact.quantize(Decimal(1), rounding=MODES[mode], context=EXACT))


def other_side(cents, rate, mode):
    factor = 1 + Decimal(str(rate["amount"]))
    exact = EXACT.divide(cents, factor) if rate["includedInPrice"] else EXACT.multiply(cents, factor)
    return in_cents(exact, mode)


def taxed(prices, rate, given):
    """(net, gross) of pieces that cost ``prices`` one by one."""
    total, mode = sum(prices), given["tax_mode"]
    if given["level"] == "UnitPriceLevel":
        other = sum(other_side(price, rate, mode) for price in prices)
    else:
        other = other_side(total, rate, mode)
    return (other, total) if rate["includedInPrice"] else (total, other)


def expected_parts(given):
    """(net, gross) of what goes each way, item by item; None where a piece goes nowhere."""
    for item in given["items"]:
        pieces = [price for price, n in item["groups"] for _ in range(n)]
        for key, n in sorted(item["ways"]):
            yield taxed(pieces[:n], item["rates"][key], given)
            pieces = pieces[n:]
        if pieces:
            yield None


@settings(max_examples=400, deadline=None)
@given(carts())
def test_each_piece_is_taxed_where_it_goes_to_the_cent(given_cart):
    cart = reckoned(given_cart)
    goods = sum(price * n for item in given_cart["items"] for price, n in item["groups"])
    assert cart.total_price == euros(goods + sum(given_cart["prices"].values()))
    parts = list(expected_parts(given_cart))
    told = [
        (each["taxedPrice"]["totalNet"]["centAmount"], each["taxedPrice"]["totalGross"]["centAmount"])
        for item in cart.items
        for each in item["taxedPricePortions"]
    ]
    assert told == [part for part in parts if part is not None]
    if None in parts:
        assert cart.taxed_price is None
        return
    level = {**given_cart, "level": "LineItemLevel"}
    parts += [taxed([given_cart["prices"][key]], given_cart["rates"][key], level) for key in given_cart["keys"]]
    net, gross = (sum(side) for side in zip(*parts, strict=True))
    assert (cart.taxed_price["totalNet"], cart.taxed_price["totalGross"]) == (euros(net), euros(gross))
    assert sum(each["amount"]["centAmount"] for each in cart.taxed_price["taxPortions"]) == gross - net


@settings(max_examples=200, deadline=None)
@given(carts(), st.randoms())
def test_the_order_in_which_ways_and_items_came_does_not_matter(given_cart, random):
    other = given_cart | {
        "keys": random.sample(given_cart["keys"], len(given_cart["keys"])),
        "items": [each | {"ways": random.sample(each["ways"], len(each["ways"]))} for each in given_cart["items"]],
    }
    random.shuffle(other["items"])
    one, another = reckoned(given_cart), reckoned(other)
    assert (one.total_price, one.taxed_price) == (another.total_price, another.taxed_price)
    assert one.taxed_shipping_price == another.taxed_shipping_price


@settings(max_examples=200, deadline=None)
@given(carts())
def test_what_is_taken_off_the_shipping_is_taken_off_its_ways_together(given_cart):
    cart = reckoned({**given_cart, "items": []}, [shipping_off(given_cart["off_shipping"])])
    before = sum(given_cart["prices"].values())
    assert cart.total_price["centAmount"] == before - min(before, given_cart["off_shipping"])
    for way in cart.shipping:
        info = way["shippingInfo"]
        if "discountedPrice" in info:
            off = sum(each["discountedAmount"]["centAmount"] for each in info["discountedPrice"]["includedDiscounts"])
            left = info["discountedPrice"]["value"]["centAmount"]
            assert 0 <= left == info["price"]["centAmount"] - off


@settings(max_examples=200, deadline=None)
@given(carts())
def test_reckoning_again_changes_nothing(given_cart):
    cart = reckoned(given_cart)
    before = deepcopy(cart.to_mongo().to_dict())
    reckon(cart, lambda cents, _: Shipment(cents))
    assert cart.to_mongo().to_dict() == before


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.fractions(0, 1000, max_denominator=1000), st.integers(1, 30)), min_size=1, max_size=4),
    st.lists(st.integers(0, 100), min_size=4, max_size=4),
    modes,
)
def test_shares_of_a_line_cost_what_the_line_costs(groups, wishes, mode):
    line = tuple(Pieces(Fraction(unit), n) for unit, n in groups)
    left, quantities = sum(n for _, n in groups), {}
    for key, wish in zip(KEYS, wishes, strict=True):
        quantities[key] = min(wish, left)
        left -= quantities[key]
    quantities["none"] = left
    cents = total_cents(line, mode)
    shares = split(line, cents, quantities)
    assert sum(cost for _, cost in shares.values()) == cents
    for key, (share, cost) in shares.items():
        assert sum(pieces.quantity for pieces in share) == quantities[key]
        exact = sum(pieces.unit_cents * pieces.quantity for pieces in share)
        assert abs(cost - exact) < 1 + len(groups)
