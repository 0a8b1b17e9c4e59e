"""`ms-commerce indexes` on a database that an older version of the code has left behind."""

from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Barrier, Event
from typing import Any

import pymongo
import pymongo.errors
import pytest
from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection

from common.resources.old_indexes import drop_changed, undeclared
from tests.support.servers import Server

Json = dict[str, Any]
BY_KEY = [("projectKey", ASCENDING), ("key", ASCENDING)]
BY_CHANGE = IndexModel([("projectKey", ASCENDING), ("lastModifiedAt", -1)], name="by change")
UNIQUE_KEY = IndexModel(BY_KEY, name="unique key", unique=True, partialFilterExpression={"key": {"$gt": ""}})
FORGOTTEN = IndexModel([("_expiresAt", ASCENDING)], name="forgotten", expireAfterSeconds=0)


@pytest.fixture
def hats(mongodb: Server, request: pytest.FixtureRequest) -> Collection[Json]:
    return pymongo.MongoClient[Json](mongodb.url)["ms-commerce-test"][request.node.name]


def bring_up_to_date(rows: Collection[Json], *declared: IndexModel) -> list[str]:
    """What was dropped."""
    changed = list(drop_changed(rows, declared))
    rows.create_indexes(list(declared))
    old = undeclared(rows, declared)
    for name in old:
        rows.drop_index(name)
    return changed + old


def test_what_is_as_declared_stays(hats: Collection[Json]) -> None:
    declared = (BY_CHANGE, UNIQUE_KEY, FORGOTTEN)
    for _ in range(2):
        assert bring_up_to_date(hats, *declared) == []
    assert set(hats.index_information()) == {"_id_", "by change", "unique key", "forgotten"}


def test_an_old_unique_index_refuses_nothing_any_more(hats: Collection[Json]) -> None:
    hats.create_indexes([IndexModel([("key", ASCENDING)], name="unique key", unique=True), BY_CHANGE])
    hats.insert_one({"projectKey": "mine", "key": "hat"})

    assert bring_up_to_date(hats, UNIQUE_KEY, BY_CHANGE) == ["unique key"]
    hats.insert_one({"projectKey": "yours", "key": "hat"})
    with pytest.raises(pymongo.errors.DuplicateKeyError):
        hats.insert_one({"projectKey": "yours", "key": "hat"})


def test_what_nothing_declares_goes_unless_somebody_else_made_it(hats: Collection[Json]) -> None:
    hats.create_indexes([IndexModel([("name", ASCENDING)], name="by name")])
    hats.create_index([("projectKey", ASCENDING), ("_id", ASCENDING)])

    assert bring_up_to_date(hats, BY_CHANGE) == ["by name"]
    assert set(hats.index_information()) == {"_id_", "by change", "projectKey_1__id_1"}


def test_who_writes_goes_on_while_indexes_are_built_and_every_row_is_in_them(hats: Collection[Json]) -> None:
    """As while a release rolls out: its hook builds, the release before writes."""
    hats.insert_many([{"projectKey": "shop", "key": f"old-{number}", "colour": number % 7} for number in range(300)])
    hats.create_index([("projectKey", ASCENDING), ("key", ASCENDING)], name="unique key", unique=True)
    built, under_way = Event(), Barrier(4)

    def write(who: int) -> int:
        for number in count():
            hat = {"projectKey": "shop", "key": f"{who}-{number}"}
            hats.insert_one({**hat, "colour": number % 7})
            assert hats.update_one(hat, {"$set": {"colour": 8}}).modified_count == 1
            if number == 0:
                under_way.wait(30)
            if built.is_set():
                return number + 1
        raise AssertionError

    with ThreadPoolExecutor(3) as pool:
        writers = [pool.submit(write, who) for who in range(3)]
        under_way.wait(30)
        try:
            by_colour = IndexModel([("projectKey", ASCENDING), ("colour", ASCENDING)], name="by colour")
            dropped = bring_up_to_date(hats, UNIQUE_KEY, BY_CHANGE, by_colour)
        finally:
            built.set()
        written = [writer.result() for writer in writers]  # none was refused
    assert dropped == ["unique key"]
    assert sum(written) > 3
    assert hats.count_documents({"projectKey": "shop", "colour": 8}, hint="by colour") == sum(written)
    with pytest.raises(pymongo.errors.DuplicateKeyError):
        hats.insert_one({"projectKey": "shop", "key": "old-1"})
