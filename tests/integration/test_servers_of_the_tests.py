"""The servers that other tests rely on do what those tests believe."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pymongo
import pytest
from confluent_kafka import Consumer, Producer, TopicPartition
from confluent_kafka.admin import AdminClient
from confluent_kafka.cimpl import NewTopic

from cli.stack.mongo.storage import Storage
from cli.stack.mongo.walking import SortedByIndex
from tests.support.process import ServerProcess
from tests.support.servers import Server, installed, mongo_server


def test_the_database_forgets_between_tests_but_keeps_its_indexes(mongodb: Server) -> None:
    with pymongo.MongoClient[dict[str, object]](mongodb.url) as client:
        hats = client["ms-commerce-test"]["hats"]
        assert hats.count_documents({}) == 0
        hats.create_index("key", unique=True)
        hats.insert_one({"key": "boater"})


def test_the_database_forgets_between_tests_again(mongodb: Server) -> None:
    test_the_database_forgets_between_tests_but_keeps_its_indexes(mongodb)


def test_what_a_broker_was_given_it_gives_back(broker: Server) -> None:
    admin = AdminClient({"bootstrap.servers": broker.url})
    admin.create_topics([NewTopic("hats", 1)])["hats"].result(10)
    producer = Producer({"bootstrap.servers": broker.url})
    producer.produce("hats", b"boater")
    assert producer.flush(10) == 0
    consumer = Consumer({"bootstrap.servers": broker.url, "group.id": "hatters"})
    consumer.assign([TopicPartition("hats", 0, 0)])
    [message] = consumer.consume(1, timeout=10)
    consumer.close()
    assert message.value() == b"boater"


def test_a_killed_server_starts_again_with_its_data(data_dir: Path) -> None:
    server = mongo_server(data_dir)
    with pymongo.MongoClient[dict[str, object]](server.url) as client:
        hats = client["shop"]["hats"]
        hats.insert_one({"_id": "boater"})
        with client.start_session() as session:
            session.with_transaction(lambda session: hats.insert_one({"_id": "cloche"}, session=session))
    server.process.restart()
    with pymongo.MongoClient[dict[str, object]](server.url) as client:
        assert {hat["_id"] for hat in client["shop"]["hats"].find()} == {"boater", "cloche"}
    server.process.kill()
    assert not server.process.running


def test_a_long_question_to_the_database_leaves_room_for_short_ones(mongodb: Server) -> None:
    with pymongo.MongoClient[dict[str, object]](mongodb.url) as client, ThreadPoolExecutor() as asking:
        hats = client["ms-commerce-test"]["many_hats"]
        hats.insert_many([{"_id": f"hat-{number}", "number": number} for number in range(20_000)])
        answered = 0
        long = asking.submit(lambda: [hats.count_documents({"number": {"$mod": [7, left]}}) for left in range(3)])
        while not long.done():
            assert hats.find_one({"_id": "hat-1"})
            answered += 1
        assert sum(long.result()) > 8000
    assert answered > 20, "turns of a few milliseconds"


def test_who_asks_for_a_count_while_it_is_counted_gets_that_one(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else the first pages of a large catalogue count it once for each of their readers."""
    counted, everybody_asks = [], Barrier(4)
    count = SortedByIndex.count_matching

    def counting(*asked: Any) -> int:
        counted.append(asked)
        return count(*asked)

    def ask(storage: Storage) -> int:
        everybody_asks.wait(10)
        return storage.count_matching("shop", "hats", {"shop": "s"})

    monkeypatch.setattr(SortedByIndex, "count_matching", counting)
    storage = Storage(str(data_dir))
    storage.insert("shop", "hats", [{"_id": f"hat-{number}", "shop": "s"} for number in range(2000)])
    with ThreadPoolExecutor(4) as asking:
        assert list(asking.map(ask, [storage] * 4)) == [2000] * 4
    storage.close()
    assert len(counted) == 1


def test_a_missing_program_is_a_sentence() -> None:
    with pytest.raises(RuntimeError, match=r"hat-server is not installed: run ci/setup"):
        installed("hat-server", "run ci/setup")


def test_a_server_that_ends_at_once_says_its_last_words(data_dir: Path) -> None:
    ending = ["sh", "-c", "echo no hats today; exit 3"]
    server = ServerProcess("the hatter", ending, lambda: False, data_dir / "log")
    with pytest.raises(RuntimeError, match="no hats today"):
        server.start()
