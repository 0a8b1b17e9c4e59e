"""Whatever carts and orders do to an inventory entry, and in any order: no piece is lost, none is promised twice."""

from copy import deepcopy
from datetime import UTC, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st

from common.contracts.checkout import StockLine
from common.contracts.reserving import HoldStock
from workers.product.holding import _held_in, _without
from workers.product.stock import Demand, _given_back, _taken_over

CARTS, LINES, SAGAS = ["anna", "bert", "cleo"], ["one", "two"], ["first", "second", "third"]
NEVER = "2000-01-01T00:00:00.000Z"
LATER = "2999-01-01T00:00:00.000Z"

quantities = st.integers(1, 6)
lines_of_carts = st.dictionaries(st.sampled_from(LINES), quantities)
lines_of_orders = st.dictionaries(st.sampled_from(LINES), quantities, min_size=1)
acts = st.one_of(
    st.tuples(st.just("holds"), st.sampled_from(CARTS), lines_of_carts),
    st.tuples(st.just("orders"), st.sampled_from(CARTS), st.sampled_from(SAGAS), lines_of_orders),
    st.tuples(st.just("turns back"), st.sampled_from(SAGAS)),
    st.tuples(st.just("is over"), st.sampled_from([NEVER, LATER])),
)
AN_ORDER_OF_LESS = [
    ("holds", "bert", {"one": 2}),
    ("orders", "bert", "first", {"one": 1}),
    ("holds", "anna", {"one": 1}),
    ("turns back", "first"),
]


def lines(cart, wanted):
    return tuple(
        StockLine(line, "hat", quantity, "ReserveOnCart", None, f"{cart}/{line}") for line, quantity in wanted.items()
    )


def after(entry, act):
    match act:
        case "holds", cart, wanted:
            command = HoldStock("s", "shop", cart_id=cart, lines=lines(cart, wanted), minutes=30)
            marks, more = _held_in(entry, command.lines, command)
        case "orders", cart, saga, wanted:
            demand = Demand(":hat", lines(cart, wanted))
            marks, more = _taken_over(entry, demand, {"saga": saga, "quantity": demand.quantity, "by": "us"})
        case "turns back", saga:
            marks, more = _given_back(entry, saga)
        case "is over", when:
            marks, more = _without(entry, when)
    return {**entry, "_reservations": marks, "availableQuantity": entry["availableQuantity"] + more}


def pieces(entry):
    return entry["availableQuantity"] + sum(mark["quantity"] for mark in entry["_reservations"])


def reserved_by(entry, cart):
    return {mark["line"]: mark["quantity"] for mark in entry["_reservations"] if mark.get("cart") == cart}


@settings(max_examples=1000, deadline=None)
@given(st.integers(0, 12), st.lists(acts, max_size=12))
@example(2, AN_ORDER_OF_LESS)
def test_no_piece_is_lost_or_promised_twice(stock, several):
    entry = {"availableQuantity": stock, "_reservations": []}
    for act in several:
        before = deepcopy(entry)
        entry = after(entry, act)
        assert pieces(entry) == stock, act
        assert entry["availableQuantity"] >= 0, act
        names = [mark["saga"] for mark in entry["_reservations"]]
        assert len(names) == len(set(names)), "one mark each"
        if act[0] == "holds":
            again = after(entry, act)
            assert again == entry, "told twice, it changes nothing"
            held, had = reserved_by(entry, act[1]), reserved_by(before, act[1])
            assert held.keys() <= act[2].keys(), "what the cart does not want any more is given back"
            for line, quantity in act[2].items():
                assert held.get(line, 0) in (quantity, had.get(line, 0)), "all it wants, or what it had"


@settings(max_examples=500, deadline=None)
@given(st.integers(0, 12), st.lists(acts, max_size=6), st.sampled_from(CARTS), lines_of_orders)
def test_an_order_that_turns_back_leaves_what_there_was(stock, several, cart, wanted):
    entry = {"availableQuantity": stock, "_reservations": []}
    for act in several:
        entry = after(entry, act)
    placed = after(entry, ("orders", cart, "this", wanted))
    back = after(placed, ("turns back", "this"))
    by_name = lambda marks: sorted(marks, key=lambda mark: str(mark["saga"]))  # noqa: E731
    assert back["availableQuantity"] == entry["availableQuantity"]
    assert by_name(back["_reservations"]) == by_name(entry["_reservations"])


def test_the_time_of_a_reservation_is_told_in_the_future():
    command = HoldStock("s", "shop", cart_id="anna", lines=lines("anna", {"one": 1}), minutes=30)
    [mark], _ = _held_in({"availableQuantity": 1, "_reservations": []}, command.lines, command)
    assert mark["until"] > datetime.now(UTC)
