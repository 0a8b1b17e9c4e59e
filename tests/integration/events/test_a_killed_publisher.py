"""`kill -9` of a process between its write and the telling of it: the relay's sweep tells what it left."""

import random
import sys
from collections.abc import Callable
from pathlib import Path

from common.celery.app import make_celery
from common.celery.sending import event_sender
from common.database import database
from common.events.sweep import Sweep
from tests.support.process import ServerProcess
from tests.support.waiting import wait_until

ROUNDS = 4


def versions_in(service: str, collection: str) -> dict[str, int]:
    return {
        row.get("id", row["_id"]): row["version"] for row in database(service)[collection].find({"projectKey": "shop"})
    }


def test_no_sale_is_lost_however_often_its_process_is_killed(
    worker: ServerProcess, data_dir: Path, record_property: Callable[[str, object], None]
) -> None:
    seed = random.randrange(10**6)
    record_property("seed", seed)
    chance = random.Random(seed)
    hats, heard = database("account")["hats"], database("product")["heard"]
    hats.delete_many({})
    heard.delete_many({})
    database("product")["replicas"].delete_many({})

    sales = [sys.executable, "-m", "tests.integration.events.hat_writer"]
    for _ in range(ROUNDS):
        sold = sum(versions_in("account", "hats").values())
        wanted = sold + chance.randint(1, 60)
        writer = ServerProcess(
            "a shop",
            sales,
            lambda wanted=wanted: sum(versions_in("account", "hats").values()) >= wanted,
            data_dir / "log",
        )
        writer.start()
        writer.kill()

    Sweep("account", database("account"), "account.events", event_sender(make_celery("account")))(grace_seconds=0)

    assert hats.count_documents({"_outbox": {"$exists": True}}) == 0
    wait_until(lambda: versions_in("product", "replicas") == versions_in("account", "hats"), 30)
    said = sum(hat["_sequence"] for hat in hats.find())
    wait_until(lambda: heard.count_documents({}) == said, 30)
