"""`kill -9` of any process of the whole platform at random moments of many orders.

The supervisor starts it again; in the end no order is lost, none is doubled, no stock leaks and every saga is over.
"""

import itertools
import logging
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests.support.servers import Server
from tests.support.shopping import PATIENCE_SECONDS, Shop, code_of
from tests.support.stack import Stack
from tests.support.waiting import wait_until

log = logging.getLogger(__name__)

ORDERS, CUSTOMERS, KILLS = 40, 4, 7
HATS = 30
PROCESSES = (
    *(f"serve {service}" for service in ("account", "product", "cart", "order")),
    *(f"work {pool}" for pool in ("product", "cart", "order", "relay")),
    "secantus",
    "nginx: master",
)


@pytest.fixture
def shop(stack: Stack) -> Iterator[Shop]:
    with stack.http() as http:
        yield Shop(http)


@pytest.fixture
def victims(request: pytest.FixtureRequest, stack: Stack) -> dict[str, Callable[[], object]]:
    """What may be killed, and how. The broker too, where it is Apache Kafka: the laptop's promises nothing then."""
    killing: dict[str, Callable[[], object]] = {words: partial(stack.kill, words) for words in PROCESSES}
    if request.config.getoption("--broker") == "apache":
        broker: Server = request.getfixturevalue("broker")
        killing["Apache Kafka"] = broker.process.restart
    return killing


@pytest.mark.slow
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("seed", [20261123])
def test_whatever_is_killed_every_order_is_placed_once_or_refused(
    seed: int, shop: Shop, stack: Stack, victims: dict[str, Callable[[], object]]
) -> None:
    luck = random.Random(seed)
    fatal = dict(zip(luck.sample(range(1, ORDERS), KILLS), luck.sample(sorted(victims), KILLS), strict=True))
    log.info("seed %d: %s", seed, sorted(fatal.items()))
    hat, cap = shop.hat(stock=HATS), shop.hat(stock=1000)
    carts = [shop.cart({hat: 1, cap: 2}) for _ in range(ORDERS)]
    bought, killing = itertools.count(1), threading.Lock()

    def buy(number: int) -> str:
        if victim := fatal.get(next(bought)):
            with killing:
                log.info("killing %s", victim)
                # It may be on its way up again from the last time.
                wait_until(lambda: [victims[victim]()], PATIENCE_SECONDS, of=f"killing {victim}")
        heard = code_of(shop.order(carts[number]))
        log.info("%d heard %s", number, heard)
        return heard if heard == "OutOfStock" else shop.order_of(carts[number])

    with ThreadPoolExecutor(CUSTOMERS) as customers:
        heard = list(customers.map(buy, range(ORDERS)))

    wait_until(lambda: "No sagas." in stack.tell("sagas", "list"), PATIENCE_SECONDS, of="the end of all sagas")
    assert Counter(heard)["OutOfStock"] == ORDERS - HATS, Counter(heard)
    assert len(set(heard)) == HATS + 1, Counter(heard)
    assert shop.stock(hat) == (0, 0)
    assert shop.stock(cap) == (1000 - 2 * HATS, 1000 - 2 * HATS)
