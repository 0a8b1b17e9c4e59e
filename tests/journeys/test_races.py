"""Many clients want the same at once: through the gateway, on the whole platform, one of them gets it."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest

from tests.support.shopping import Shop, code_of

T = TypeVar("T")

TIMES = 3  # it must be right again and again


def at_once(count: int, what: Callable[[int], T]) -> list[T]:
    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(what, range(count)))


def test_of_fifty_updates_of_one_version_one_wins(shop: Shop) -> None:
    hats = shop.make("categories", {"name": {"en": "Hats"}, "slug": {"en": f"race-{shop.product_type['id']}"}})

    def rename(number: int) -> int:
        action = {"action": "changeName", "name": {"en": f"Hats {number}"}}
        body = {"version": hats["version"], "actions": [action]}
        return shop.insist("POST", f"categories/{hats['id']}", json=body).status_code

    assert Counter(at_once(50, rename)) == {200: 1, 409: 49}
    assert shop.insist("GET", f"categories/{hats['id']}").json()["version"] == 2


@pytest.mark.timeout(400)
def test_a_hundred_orders_of_one_cart_are_one_order(shop: Shop) -> None:
    hat = shop.hat(stock=100)
    cart = shop.cart({hat: 2})
    answers = at_once(100, lambda _: shop.order(cart))
    placed = {answer.json()["id"] for answer in answers if answer.status_code == 201}
    assert len(placed) == 1, Counter(map(code_of, answers))
    assert {answer.status_code for answer in answers} <= {201, 400, 409}
    assert set(shop.orders_of(cart)) == placed
    assert shop.stock(hat) == (98, 98)


@pytest.mark.timeout(400)
@pytest.mark.parametrize("time", range(TIMES))
def test_forty_customers_for_five_hats_are_five_orders(time: int, shop: Shop) -> None:
    hat = shop.hat(stock=5)
    carts = at_once(40, lambda _: shop.cart({hat: 1}))
    heard = at_once(40, lambda number: code_of(shop.order(carts[number])))
    assert Counter(heard)["OutOfStock"] == 35, Counter(heard)
    assert len(set(heard)) == 6  # five orders, and the refusal
    assert shop.stock(hat) == (0, 0)


@pytest.mark.timeout(400)
def test_forty_customers_for_a_code_of_five_applications_are_five_orders(shop: Shop) -> None:
    hat, code = shop.hat(stock=100), shop.code(maxApplications=5)
    carts = at_once(40, lambda _: shop.cart({hat: 1}, code))
    heard = at_once(40, lambda number: code_of(shop.order(carts[number])))
    assert Counter(heard)["DiscountCodeNonApplicable"] == 35, Counter(heard)
    assert len(set(heard)) == 6  # five orders, and the refusal
    assert shop.stock(hat) == (95, 95)
