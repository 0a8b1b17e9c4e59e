"""The benchmark's command: see `ci/bench --help`.

How fast: the limit of this machine, then getting a product (W1), listing twenty (W2), creating a cart (W3), adding to
it (W4) and ordering it (W5), on a stack of its own; before that, the CPU that the price of a large cart takes.
Requests go to the services without the gateway; every body is parsed and checked.

    ci/bench                              five rounds on 1,000 products
    ci/bench --products=20000 --rounds=9  whether it grows with the catalogue
    ci/bench --broker=apache              on Apache Kafka (after ci/setup)
"""

import argparse
import sys
import uuid
from pathlib import Path

import psutil
from rich.console import Console

from common.services import table
from tests.bench.cart_price import TARGET_MILLISECONDS, price_milliseconds
from tests.bench.catalogue import catalogue
from tests.bench.client import Shop
from tests.bench.growing import grown
from tests.bench.listing import list_products
from tests.bench.meters import Meters
from tests.bench.platform import platform
from tests.bench.report import W1, W2, W3, W4, W5, broker, machine, shown
from tests.bench.rounds import LIMIT, run
from tests.bench.workloads import Workloads
from tests.support.process import ServerProcess
from tests.support.stack import PORTS, Stack

THREADS = 64  # as `ms-commerce serve`
MADE_BY_THE_API = 1000  # products; more are copies of these

console = Console(width=170)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "ci/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4, help="per workload and round")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--products", type=int, default=1000)
    parser.add_argument("--broker", choices=("embedded", "apache"), default="embedded")
    return parser.parse_args()


def main() -> None:
    wanted = arguments()
    console.print(price_of_a_large_cart())
    with platform(wanted.broker) as stack:
        limit = limit_server(stack)
        try:
            limit.start()
            family = psutil.Process(limit.pid)
            processes = [*stack.family(), family, *family.children(recursive=True)]
            compare(shop_of(stack), Meters(processes, stack.mongodb_url, stack.kafka), wanted)
        finally:
            limit.kill()


def price_of_a_large_cart() -> str:
    milliseconds = price_milliseconds()
    verdict = "met" if milliseconds < TARGET_MILLISECONDS else "MISSED"
    figure = f"the price of a 50-line cart with 10 discounts: {milliseconds:.2f} ms of CPU"
    return f"{figure}; < {TARGET_MILLISECONDS:.0f} ms: {verdict}"


def limit_port(stack: Stack) -> int:
    """The last of the stack's range."""
    return stack.port + PORTS - 1


def limit_server(stack: Stack) -> ServerProcess:
    log = stack.data_dir.with_name("limit.log")
    granian = Path(sys.executable).with_name("granian")
    options = ["--interface=wsgi", f"--port={limit_port(stack)}", f"--blocking-threads={THREADS}", "--no-ws"]
    return ServerProcess(
        "the limit",
        [str(granian), *options, "tests.bench.limit:app"],
        lambda: "Started worker" in log.read_text(),
        log,
        {"MONGODB_URI": stack.mongodb_url, "BENCH_DATABASE": "ms-commerce-product"},
    )


def shop_of(stack: Stack) -> Shop:
    urls = {service.name: f"http://127.0.0.1:{stack.port + service.port}" for service in table().services}
    urls[LIMIT] = f"http://127.0.0.1:{limit_port(stack)}"
    with stack.http() as http:
        token = http.headers["Authorization"].removeprefix("Bearer ")
    return Shop(urls, stack.client()["CTP_PROJECT_KEY"], token)


def compare(shop: Shop, meters: Meters, wanted: argparse.Namespace) -> None:
    console.print(f"making {wanted.products} products")
    made = catalogue(shop, min(wanted.products, MADE_BY_THE_API), uuid.uuid4().hex[:6])
    workloads = Workloads(grown(made, wanted.products, meters.mongodb))
    measured = {
        LIMIT: workloads.limit,
        W1: workloads.get_product,
        W3: workloads.create_cart,
        W4: workloads.add_line_item,
        W5: workloads.place_order,
        W2: list_products,  # last: it keeps the laptop's database busy for long
    }
    for number, figures in run(shop, meters, measured, wanted.rounds, wanted.connections, wanted.seconds):
        console.print(shown(figures, number))
    servers = f"database {meters.database()}, broker {broker(wanted.broker)}"
    console.print(f"{machine()}; {servers}; {wanted.connections} connections, {wanted.products} products.")
    console.print("CPU is that of all the stack's processes, without the client's; messages are records in our topics.")


if __name__ == "__main__":
    main()
