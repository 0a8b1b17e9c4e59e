"""The stock of a cancelled order comes back once, whether it was sold by then or only set aside."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from common.contracts.cancelling import ReturnStock
from common.contracts.checkout import ReserveStock, SettleStock, StockLine
from workers.product.returned_stock import return_stock
from workers.product.stock import reserve_stock, settle_stock


@pytest.fixture
def stock_of(api):
    def stock_of(sku, quantity):
        entry = api.post("inventory", {"sku": sku, "quantityOnStock": quantity})

        def now():
            found = api.get(f"inventory/{entry['id']}")
            return found["quantityOnStock"], found["availableQuantity"]

        return now

    return stock_of


def line(sku, quantity):
    return StockLine(f"line of {sku}", sku, quantity, "ReserveOnOrder", None)


def bought(order_id, *lines, settled=True):
    assert reserve_stock(ReserveStock(order_id, "shop", stock=lines)).outcome == "done"
    if settled:
        settle(order_id, *lines)


def settle(order_id, *lines):
    settle_stock(SettleStock(order_id, "shop", stock=lines))


def test_sold_pieces_come_back_once_however_often_they_are_asked_for(stock_of):
    hats, caps, order_id = stock_of("hat", 5), stock_of("cap", 5), str(uuid4())
    bought(order_id, line("hat", 2), line("cap", 1))
    assert hats() == (3, 3)
    command = ReturnStock(str(uuid4()), "shop", order_id, (line("hat", 2), line("cap", 1)))
    with ThreadPoolExecutor(8) as pool:
        assert {answer.outcome for answer in pool.map(lambda _: return_stock(command), range(8))} == {"done"}
    assert (hats(), caps()) == ((5, 5), (5, 5))


def test_an_order_that_is_cancelled_before_its_stock_is_settled_sells_nothing(stock_of):
    hats, order_id = stock_of("hat", 5), str(uuid4())
    bought(order_id, line("hat", 2), settled=False)
    return_stock(ReturnStock(str(uuid4()), "shop", order_id, (line("hat", 2),)))
    settle(order_id, line("hat", 2))
    assert hats() == (5, 5)


def test_what_was_delivered_stays_sold(stock_of):
    hats, order_id = stock_of("hat", 5), str(uuid4())
    bought(order_id, line("hat", 3))
    return_stock(ReturnStock(str(uuid4()), "shop", order_id, (line("hat", 1),)))
    assert hats() == (3, 3)


def test_stock_that_is_not_kept_any_more_takes_nothing_back(api):
    command = ReturnStock(str(uuid4()), "shop", str(uuid4()), (line("gone", 2),))
    assert return_stock(command).outcome == "done"
