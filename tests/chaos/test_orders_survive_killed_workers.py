"""`kill -9` of worker pools at random moments of many orders: none is lost, none doubled, no stock leaks."""

import itertools
import logging
import random
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from common.database import database
from tests.support.api import Api
from tests.support.carts import a_cart, a_line, a_stock, stock_now
from tests.support.process import ServerProcess
from tests.support.waiting import wait_until

log = logging.getLogger(__name__)

ORDERS = 40
CUSTOMERS = 6
KILLS = 6
HATS, CAPS = 25, 100
PATIENCE_SECONDS = 400


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


def place(app, cart):
    """What a customer hears in the end, asking again for as long as the shop is too busy to say."""
    asked = {"cart": {"typeId": "cart", "id": cart["_id"]}, "version": cart["version"]}

    def answer():
        answer = Api(app).request("POST", "orders", json=asked)
        return answer if answer.status_code != 503 else None

    heard = wait_until(answer, PATIENCE_SECONDS, of="an answer to an order")
    return heard.get_json().get("id") or heard.get_json()["errors"][0]["code"]


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", [1, 2])
def test_every_order_is_placed_once_or_not_at_all(seed, app, pools, sagas_of_order):
    hats, caps = a_stock("hat", HATS), a_stock("cap", CAPS)
    lines = lambda: (a_line("cap"), a_line("hat"))  # noqa: E731
    carts = [a_cart(*lines(), inventoryMode="ReserveOnOrder") for _ in range(ORDERS)]

    killer = Killer(pools, random.Random(seed))

    def buy(cart):
        heard = place(app, cart)
        killer.count()
        return heard

    with ThreadPoolExecutor(CUSTOMERS) as customers:
        heard = list(customers.map(buy, carts))

    log.info("seed %d killed %s", seed, killer.victims)
    open_runs = sagas_of_order.runs.collection.count_documents
    wait_until(lambda: open_runs({"dueAt": {"$exists": True}}) == 0, PATIENCE_SECONDS, of="the end of all sagas")
    orders = list(database("order")["orders"].find())
    assert Counter(heard)["OutOfStock"] == ORDERS - HATS
    assert len(orders) == len({order["cart"]["id"] for order in orders}) == HATS
    assert {order["_id"] for order in orders} == set(heard) - {"OutOfStock"}
    assert stock_now(hats) == (0, 0)
    assert stock_now(caps) == (CAPS - HATS, CAPS - HATS)
    states = Counter(cart["cartState"] for cart in database("cart")["carts"].find())
    assert states == {"Ordered": HATS, "Active": ORDERS - HATS}
    assert database("cart")["carts"].count_documents({"_claim": {"$exists": True}}) == 0
