"""`kill -9` of any process of the whole platform at random moments of many orders.

The supervisor starts it again; in the end no order is lost, none is doubled, no stock leaks and every saga is over.
`ci/chaos` does the same with 500 orders, and with any seed.
"""

import itertools
import logging
import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import httpx
import pytest

from tests.support.books import Books
from tests.support.customer import Bought, buy
from tests.support.servers import Server
from tests.support.shopping import PATIENCE_SECONDS, Json, Shop
from tests.support.stack import Stack
from tests.support.waiting import wait_until

log = logging.getLogger(__name__)

CUSTOMERS = 4
CAPS_EACH = 2
PROCESSES = (
    *(f"serve {service}" for service in ("account", "product", "cart", "order")),
    *(f"work {pool}" for pool in ("account", "product", "cart", "order", "relay")),
    "workers.relay.app beat",
    "cli.stack.mongo",
    "nginx: master",
)

Victims = dict[str, Callable[[], object]]


@dataclass(frozen=True)
class Plan:
    """What one seed decides: before which order which process is killed."""

    orders: int
    fatal: dict[int, str]

    @classmethod
    def of(cls, config: pytest.Config, victims: Victims) -> "Plan":
        orders, kills, seed = (config.getoption(name) for name in ("--orders", "--kills", "--seed"))
        luck = random.Random(seed)
        deck = itertools.chain.from_iterable(luck.sample(sorted(victims), len(victims)) for _ in itertools.count())
        plan = cls(orders, dict(zip(sorted(luck.sample(range(1, orders), kills)), deck, strict=False)))
        log.info("seed %d of %d orders: %s", seed, orders, plan.fatal)
        return plan


@pytest.fixture
def shop(stack: Stack) -> Iterator[Shop]:
    with stack.http() as http:
        yield Shop(http)


@pytest.fixture
def victims(request: pytest.FixtureRequest, stack: Stack) -> Victims:
    """What may be killed, and how. The broker too, where it is Apache Kafka: the laptop's promises nothing then."""
    killing: Victims = {words: partial(stack.kill, words) for words in PROCESSES}
    if request.config.getoption("--broker") == "apache":
        broker: Server = request.getfixturevalue("broker")
        killing["Apache Kafka"] = broker.process.restart
    return killing


@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_whatever_is_killed_every_order_is_placed_once_or_refused(
    shop: Shop, stack: Stack, victims: Victims, pytestconfig: pytest.Config
) -> None:
    plan = Plan.of(pytestconfig, victims)
    hats, caps = plan.orders * 3 // 4, plan.orders * CAPS_EACH
    hat, cap = shop.hat(stock=hats), shop.hat(stock=caps)
    carts = [shop.cart({hat: 1, cap: CAPS_EACH}) for _ in range(plan.orders)]
    coming, killing = itertools.count(1), threading.Lock()

    def ordered(cart: Json) -> Bought:
        if victim := plan.fatal.get(next(coming)):
            with killing:
                log.info("killing %s", victim)
                # It may be on its way up again from the last time.
                wait_until(lambda: [victims[victim]()], PATIENCE_SECONDS, of=f"killing {victim}")
        return buy(partial(asked, shop.http, cart), partial(shop.orders_of, cart))

    books = Books(stack.mongodb_url)
    with books.watched(), ThreadPoolExecutor(CUSTOMERS) as customers:
        heard = list(customers.map(ordered, carts))

    log.info("%d of %d had to ask again", sum(1 for one in heard if one.unknown), plan.orders)
    assert Counter(one.refusal for one in heard) == {"": hats, "OutOfStock": plan.orders - hats}
    books.close(
        {cart["id"]: one.order for cart, one in zip(carts, heard, strict=True)},
        {hat: hats, cap: caps},
    )


def asked(http: httpx.Client, cart: Json) -> tuple[int, Json]:
    draft = {"cart": {"typeId": "cart", "id": cart["id"]}, "version": cart["version"]}
    try:
        answer = http.post("orders", json=draft)
        return answer.status_code, answer.json() if answer.is_success or answer.is_client_error else {}
    except httpx.TransportError as cut:
        raise ConnectionError(str(cut)) from cut
