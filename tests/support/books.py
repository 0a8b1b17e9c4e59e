"""What the services' databases say of orders, once everything is quiet: all of it or nothing, exactly once.

books = Books(mongodb_url)
with books.watched():                        # no stock is ever negative, not even for a moment
    heard = {cart["id"]: …, …}               # the id of its order, or None where it was refused
books.close(heard, {"hat": 30})              # AssertionError where they do not agree
"""

import threading
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pymongo
from pymongo.errors import PyMongoError

from tests.support.waiting import wait_until

Json = dict[str, Any]

PATIENCE_SECONDS = 400
WATCH_EVERY_SECONDS = 0.05
PLACING = {"saga": "place-order"}


class Books:
    def __init__(self, mongodb_url: str, prefix: str = "ms-commerce-") -> None:
        self._client = pymongo.MongoClient[Json](mongodb_url)
        self._prefix = prefix

    def __getitem__(self, collection: str) -> "pymongo.collection.Collection[Json]":
        """`order.sagas` is the collection `sagas` in order's database."""
        service, _, name = collection.partition(".")
        return self._client[self._prefix + service][name]

    def close(self, heard: Mapping[str, str | None], stocked: Mapping[str, int], told: bool = True) -> None:
        """Wait until it is quiet, then compare: what was heard of carts, the runs of sagas, orders, carts, and the
        stock there was at first. ``told`` where a relay runs: then each order's creation is a message, once.
        """
        wait_until(lambda: not self._open_runs(), PATIENCE_SECONDS, of="the end of all sagas")
        orders = list(self["order.orders"].find({"cart.id": {"$in": list(heard)}}))
        by_cart = {order["cart"]["id"]: order["_id"] for order in orders}
        assert len(by_cart) == len(orders), "a cart was ordered twice"
        assert {cart: by_cart.get(cart) for cart in heard} == heard, "somebody heard what is not so"
        assert self._placed(heard) == set(by_cart.values()), "an order without its saga, or a saga without its order"
        self._check_carts(heard, set(by_cart))
        self._check_stock(stocked)
        if told:
            self._check_messages(orders)

    @contextmanager
    def watched(self) -> Iterator[None]:
        """AssertionError at the end if stock was negative at any moment that we saw."""
        over, seen = threading.Event(), list[Json]()

        def watch() -> None:
            while not over.wait(WATCH_EVERY_SECONDS):
                try:
                    seen.extend(self["product.inventory"].find({"availableQuantity": {"$lt": 0}}))
                except PyMongoError:  # it was killed
                    continue

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield
        finally:
            over.set()
            watcher.join()
        assert not seen, f"sold what was not there: {seen[0]}"

    def _open_runs(self) -> int:
        return self["order.sagas"].count_documents({"dueAt": {"$exists": True}})

    def _placed(self, carts: Iterable[str]) -> set[str]:
        """The runs that ended well: each is the order of its id."""
        runs = self["order.sagas"].find({"saga": "place-order", "given.cartId": {"$in": list(carts)}})
        return {run["_id"] for run in runs if run["outcome"] == "done"}

    def _check_carts(self, carts: Iterable[str], ordered: Collection[str]) -> None:
        for cart in self["cart.carts"].find({"_id": {"$in": list(carts)}}):
            assert cart["cartState"] == ("Ordered" if cart["_id"] in ordered else "Active"), cart
            assert "_claim" not in cart, "a cart is claimed by a saga that is over"

    def _check_stock(self, stocked: Mapping[str, int]) -> None:
        sold = Counter[str]()
        for order in self["order.orders"].find({"lineItems.variant.sku": {"$in": list(stocked)}}):
            for line in order["lineItems"]:
                sold[line["variant"]["sku"]] += line["quantity"]
        for entry in self["product.inventory"].find({"sku": {"$in": list(stocked)}}):
            left = stocked[entry["sku"]] - sold[entry["sku"]]
            assert not entry.get("_reservations"), "stock is set aside for a saga that is over"
            assert (entry["quantityOnStock"], entry["availableQuantity"]) == (left, left), entry
            assert left >= 0

    def _check_messages(self, orders: Sequence[Json]) -> None:
        project_key, ids = orders[0]["projectKey"], [order["_id"] for order in orders]
        of_them = {"projectKey": project_key, "resource.typeId": "order", "resource.id": {"$in": ids}}
        created, messages = {**of_them, "type": "OrderCreated"}, self["account.messages"]
        wait_until(lambda: messages.count_documents(created) >= len(orders), PATIENCE_SECONDS, of="all messages")
        assert messages.count_documents(created) == len(orders)
