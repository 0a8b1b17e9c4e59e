"""What an operation takes in the laptop's database, as SecantusDB comes and as we run it (docs/adr/0004-secantusdb.md).

python -m tests.bench.storage
"""

import tempfile
import time
from collections.abc import Callable
from itertools import count
from typing import Any

from rich.console import Console
from rich.table import Table
from secantus import storage as secantus

from cli.stack.mongo.storage import Storage, install

DOCUMENTS = 1000
TIMES = 200
PLACE = ("shop", "carts")
PATHS = ("key", "customerId", "anonymousId", "state")
ALIVE = {"projectKey": "shop", "_deletedAt": None}


def cart(number: int) -> dict[str, Any]:
    price = {"type": "centPrecision", "currencyCode": "EUR", "centAmount": 1000 + number, "fractionDigits": 2}
    line = {"productId": "p" * 36, "name": {"en": "Hat", "de": "Hut"}, "price": {"value": price}, "quantity": 1}
    return {
        "_id": f"cart-{number:05}",
        "projectKey": "shop",
        "version": 1,
        "createdAt": f"2026-11-27T10:00:00.{number:05}Z",
        "lastModifiedAt": "2026-11-27T10:00:00.000Z",
        "key": f"key-{number}",
        "customerId": f"customer-{number}",
        "lineItems": [{"id": f"{number}-{line_number}", **line} for line_number in range(10)],
    }


def filled(storage: Any) -> None:
    for name, fields in (("age", ("createdAt", "_id")), ("change", ("lastModifiedAt", "_id"))):
        storage.create_index(*PLACE, name, {"projectKey": 1, **dict.fromkeys(fields, 1)})
    for path in PATHS:
        storage.create_index(*PLACE, path, {"projectKey": 1, path: 1})
    storage.create_index(*PLACE, "outbox", {"_outboxSince": 1}, {"sparse": True})
    storage.insert(*PLACE, map(cart, range(DOCUMENTS)))


def works(storage: Any) -> dict[str, Callable[[int], object]]:
    fresh = count(DOCUMENTS)

    def changed(number: int) -> object:
        guard = {"_id": f"cart-{number:05}", "projectKey": "shop", "version": 1}
        change = {"version": 2, "lastModifiedAt": "2026-11-27T11:00:00.000Z", "lineItems": [], "_outboxSince": 1}
        return storage.update_matching(*PLACE, guard, {"$set": change})

    return {
        "find by id": lambda number: storage.find_matching(
            *PLACE, {"_id": f"cart-{number:05}", "projectKey": "shop"}, limit=1
        ),
        "guarded update": changed,
        "insert": lambda _: storage.insert(*PLACE, [cart(next(fresh))]),
        "twenty by age": lambda _: storage.find_matching(*PLACE, ALIVE, sort={"createdAt": 1, "_id": 1}, limit=20),
        "count": lambda _: storage.count_matching(*PLACE, ALIVE),
    }


def measured(kind: type[Any]) -> dict[str, float]:
    """Milliseconds of processor time per operation, on one thread."""
    with tempfile.TemporaryDirectory() as where:
        storage = kind(where)
        filled(storage)
        took = {}
        for name, work in works(storage).items():
            begun = time.thread_time()
            for number in range(TIMES):
                work(number)
            took[name] = (time.thread_time() - begun) / TIMES * 1000
        storage.close()
    return took


def main() -> None:
    theirs = measured(secantus.Storage)
    install()
    ours = measured(Storage)
    table = Table("operation", "as it comes, ms", "ours, ms", title=f"{DOCUMENTS} documents, 7 indexes")
    for name, took in theirs.items():
        table.add_row(name, f"{took:.2f}", f"{ours[name]:.2f}")
    Console().print(table)


if __name__ == "__main__":
    main()
