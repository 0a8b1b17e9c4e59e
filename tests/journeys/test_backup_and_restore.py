"""docs/backup-and-restore.md, done: a dump of all databases, a day that is lost with Kafka's log, the way back."""

import shutil
from pathlib import Path
from typing import Any

import bson
import pymongo
import pytest

from cli.stack import embedded
from common.services import table
from tests.support.process import ServerProcess
from tests.support.shopping import Shop
from tests.support.stack import Stack
from tests.support.waiting import wait_until

Json = dict[str, Any]
DATABASES = [f"ms-commerce-{service.name}" for service in table().services]


def dump(uri: str, into: Path) -> None:
    """As mongodump does: every collection as BSON."""
    with pymongo.MongoClient[Json](uri) as client:
        for database in DATABASES:
            for collection in client[database].list_collection_names():
                rows = b"".join(bson.encode(row) for row in client[database][collection].find())
                (into / f"{database} {collection}").write_bytes(rows)


def restore(uri: str, source: Path) -> None:
    """As `mongorestore --drop` does."""
    with pymongo.MongoClient[Json](uri) as client:
        for database in DATABASES:
            client.drop_database(database)
        for file in source.iterdir():
            database, collection = file.name.split(" ")
            if rows := bson.decode_all(file.read_bytes()):
                client[database][collection].insert_many(rows)


def is_whole(stack: Stack) -> bool:
    """Whether every replica is as its owner has it; `verify` fails where one is not."""
    return "service" in stack.tell("replicas", "verify")


@pytest.mark.timeout(700)
def test_what_was_there_is_there_again_and_the_shop_goes_on(tmp_path: Path) -> None:
    stack = Stack(tmp_path / "var")
    stack.start()
    with stack.http() as http:
        shop = Shop(http)
        hat = shop.hat(stock=5)
        kept = shop.order(shop.cart({hat: 2})).raise_for_status().json()
        category = http.post("categories", json={"name": {"en": "Hats"}, "slug": {"en": "hats"}}).json()
        wait_until(lambda: "Everything is told" in stack.tell("outbox"), 60, of="everything to be told")
        (backup := tmp_path / "backup").mkdir()
        dump(stack.mongodb_url, backup)

        lost = shop.order(shop.cart({hat: 1})).raise_for_status().json()
        renamed = {"action": "changeName", "name": {"en": "Caps"}}
        http.post(f"categories/{category['id']}", json={"version": 1, "actions": [renamed]}).raise_for_status()
    stack.stop()

    shutil.rmtree(stack.data_dir / "kafka")
    alone = embedded.mongo(stack.port + table().ports["mongo"], stack.data_dir)
    server = ServerProcess("mongo", alone.command, alone.answers, tmp_path / "mongo.log")
    server.start()
    restore(stack.mongodb_url, backup)
    server.interrupt()

    stack.start()
    stack.tell("replicas", "rebuild")
    assert is_whole(stack)
    with stack.http() as http:
        again = Shop(http)
        assert http.get(f"orders/{kept['id']}").json() == kept
        assert http.get(f"orders/{lost['id']}").status_code == 404
        assert http.get(f"categories/{category['id']}").json() == category
        assert again.stock(hat) == (3, 3)
        assert again.order(again.cart({hat: 3})).status_code == 201
        wait_until(lambda: again.stock(hat) == (0, 0), 30)
    assert stack.tell("sagas", "list", "--parked").count("parked") == 0
    stack.stop()
