"""`kill -9` of worker pools at random moments of many orders: none is lost, none doubled, no stock leaks."""

import itertools
import logging
import random
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from flask import Flask

from tests.chaos.shoppers import bought
from tests.support.books import Books
from tests.support.carts import Json, a_cart, a_line, a_stock
from tests.support.customer import Bought
from tests.support.process import ServerProcess
from tests.support.servers import Server

log = logging.getLogger(__name__)

ORDERS = 40
CUSTOMERS = 6
KILLS = 6
HATS, CAPS = 25, 100


class Killer:
    """Kills a pool whenever one of some orders is answered, others being under way; and starts it again, as a
    supervisor does."""

    def __init__(self, pools: Mapping[str, ServerProcess], luck: random.Random) -> None:
        self.pools, self.luck = pools, luck
        self.at = set(luck.sample(range(ORDERS), KILLS))
        self.answered = itertools.count()
        self.victims: list[str] = []

    def count(self) -> None:
        """One more order is answered."""
        if next(self.answered) in self.at:
            name = self.luck.choice(sorted(self.pools))
            self.victims.append(name)
            self.pools[name].restart()


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_order_is_placed_once_or_not_at_all(
    seed: int, app: Flask, pools: Mapping[str, ServerProcess], mongodb: Server
) -> None:
    a_stock("hat", HATS), a_stock("cap", CAPS)
    carts = [a_cart(a_line("cap"), a_line("hat"), inventoryMode="ReserveOnOrder") for _ in range(ORDERS)]
    killer = Killer(pools, random.Random(seed))

    def buy(cart: Json) -> Bought:
        heard = bought(app, cart)
        killer.count()
        return heard

    books = Books(mongodb.url)
    with books.watched(), ThreadPoolExecutor(CUSTOMERS) as customers:
        heard = list(customers.map(buy, carts))

    log.info("seed %d killed %s; %d asked again", seed, killer.victims, sum(1 for one in heard if one.unknown))
    assert Counter(one.refusal for one in heard) == {"": HATS, "OutOfStock": ORDERS - HATS}
    books.close(
        {cart["_id"]: one.order for cart, one in zip(carts, heard, strict=True)},
        {"hat": HATS, "cap": CAPS},
        told=False,
    )
