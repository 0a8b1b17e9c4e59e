"""Mixed traffic at a steady rate, whether it is answered in time or not: what shoppers wait, not what a server likes.

    ci/bench-mixed                                200 requests a second for 20 seconds, on 1,000 products
    ci/bench-mixed --products 1000 20000          whether it grows with the catalogue
    ci/bench-mixed --rate=50 --broker=apache      on Apache Kafka (after ci/setup)

Of a hundred requests 60 get a product, 20 list twenty, 10 add a line item, 8 create a cart and 2 fill a cart and order
it. Each has a moment at which it is due, and its latency counts from then: one that has to wait for a connection has
waited. Requests go to the services without the gateway; every body is parsed and checked.
"""

import argparse
import random
import sys
import threading
import time
import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from pymongo import MongoClient
from rich.console import Console
from rich.table import Table

from common.services import table
from tests.bench.__main__ import shop_of
from tests.bench.catalogue import catalogue
from tests.bench.client import Client, Shop, Unexpected
from tests.bench.growing import grown
from tests.bench.listing import list_page
from tests.bench.load import Sample
from tests.bench.platform import platform
from tests.bench.report import broker, machine
from tests.bench.workloads import Workloads
from tests.support.stack import Stack
from tests.support.waiting import wait_until

SHARES = {"get product": 60, "list 20": 20, "add line item": 10, "create cart": 8, "place order": 2}
CONNECTIONS = 64
MADE_BY_THE_API = 100  # products; more are copies of these
WARM_UP_SECONDS = 3
TARGET_MILLISECONDS = 200

console = Console(width=150)
Json = dict[str, Any]


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "ci/bench-mixed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rate", type=float, default=200, help="requests per second")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument(
        "--products", type=int, nargs="+", default=[1000], help="sizes of the catalogue, growing, from 1000 on"
    )
    parser.add_argument("--broker", choices=("embedded", "apache"), default="embedded")
    return parser.parse_args()


def main() -> None:
    wanted = arguments()
    with platform(wanted.broker) as stack:
        measure(shop_of(stack), stack, wanted)


def measure(shop: Shop, stack: Stack, wanted: argparse.Namespace) -> None:
    uri = f"mongodb://127.0.0.1:{stack.port + table().ports['mongo']}/?directConnection=true"
    with MongoClient[Json](uri) as mongodb:
        products = catalogue(shop, MADE_BY_THE_API, uuid.uuid4().hex[:6])
        wait_until(lambda: _has_told_everything(mongodb), 120, of="products that have nothing more to tell")
        for count in wanted.products:
            products = grown(products, count, mongodb) if count > len(products) else products
            traffic = Traffic(shop, products)
            traffic.offer(wanted.rate, WARM_UP_SECONDS)
            traffic.forget()
            took = traffic.offer(wanted.rate, wanted.seconds)
            console.print(traffic.shown(took, f"{len(products)} products, {wanted.rate:.0f} requests/s offered"))
    console.print(f"{machine()}; broker {broker(wanted.broker)}; {CONNECTIONS} connections.")


def _has_told_everything(mongodb: MongoClient[Json]) -> bool:
    """Else copies of a product would tell what it has still to tell."""
    return mongodb["ms-commerce-product"]["products"].find_one({"_outboxSince": {"$exists": True}}) is None


class Traffic:
    """Requests of all kinds, and how long each kind took. ``refused`` counts answers of an unexpected status."""

    def __init__(self, shop: Shop, products: Sequence[Json]) -> None:
        workloads, client = Workloads(products), Client(shop)
        self.shop = shop
        self.refused = 0
        self.latencies: defaultdict[str, list[float]] = defaultdict(list)
        self._mine = threading.local()
        self._carts = [Cart(client, workloads) for _ in range(CONNECTIONS)]
        reading, creating = next(workloads.get_product(client)), next(workloads.create_cart(client))
        self._kinds: Mapping[str, Callable[[Client], object]] = {
            "get product": reading,
            "list 20": list_page,
            "create cart": creating,
            "add line item": lambda client: self._some_cart().add(client),
            "place order": lambda client: order(client, workloads),
        }

    def forget(self) -> None:
        self.latencies.clear()
        self.refused = 0

    def offer(self, rate: float, seconds: float) -> float:
        """How long it took until the last was answered."""
        kinds = random.choices(list(SHARES), list(SHARES.values()), k=int(rate * seconds))
        begun = time.perf_counter()
        with ThreadPoolExecutor(CONNECTIONS) as threads:
            for number, kind in enumerate(kinds):
                due = begun + number / rate
                time.sleep(max(0.0, due - time.perf_counter()))
                threads.submit(self._ask, kind, due)
        return time.perf_counter() - begun

    def _ask(self, kind: str, due: float) -> None:
        if not hasattr(self._mine, "client"):
            self._mine.client = Client(self.shop)
        try:
            self._kinds[kind](self._mine.client)
            self.latencies[kind].append(time.perf_counter() - due)
        except (Unexpected, OSError):
            self.refused += 1
            self._mine.client = Client(self.shop)

    def _some_cart(self) -> "Cart":
        return random.choice(self._carts)

    def shown(self, took: float, title: str) -> Table:
        rows = Table("", "requests", "p50 ms", "p99 ms", "longest ms", title=title)
        every = [latency for some in self.latencies.values() for latency in some]
        for kind, latencies in [*((kind, self.latencies[kind]) for kind in SHARES), ("all", every)]:
            sample = Sample(took, latencies)
            shares = (
                [f"{sample.percentile(share) * 1000:.0f}" for share in (0.5, 0.99, 1)] if latencies else ["", "", ""]
            )
            rows.add_row(kind, str(len(latencies)), *shares)
        p99 = Sample(took, every).percentile(0.99) * 1000
        verdict = "met" if p99 < TARGET_MILLISECONDS and not self.refused else "MISSED"
        rows.caption = (
            f"{len(every) / took:.0f}/s answered, {self.refused} refused; p99 < {TARGET_MILLISECONDS} ms: {verdict}"
        )
        return rows


class Cart:
    """A cart that one shopper fills: never two changes of it at once."""

    def __init__(self, client: Client, workloads: Workloads) -> None:
        self._workloads, self._lock = workloads, threading.Lock()
        self._adding = workloads.add_line_item(client)
        self._add = next(self._adding)

    def add(self, client: Client) -> None:
        with self._lock:
            self._add(client)


def order(client: Client, workloads: Workloads) -> None:
    """A cart of two lines, and its order: two requests, both waited for."""
    cart = workloads.full_cart(client)
    draft = {"cart": {"typeId": "cart", "id": cart["id"]}, "version": cart["version"]}
    client.ask("order", "POST", "orders", draft, 201)


if __name__ == "__main__":
    sys.exit(main())
