"""The laptop's log is shortened by what every group has read, and by no more."""

from collections.abc import Iterator

import pytest
from confluent_kafka import Consumer, Producer, TopicPartition

from cli.stack.trim import Trim, finished_by_all, readers
from common.kafka.options import Options
from common.kafka.topics import Topics
from common.services import table
from tests.support.servers import Server, embedded_broker

EVENTS = "account.events"


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One of its own: groups whose members other tests left behind take no commits from outside."""
    server = embedded_broker(tmp_path_factory.mktemp("broker"))
    yield server
    server.process.kill()


@pytest.fixture
def topics(broker: Server) -> Topics:
    topics = Topics(Options(bootstrap_servers=broker.url, partitions=2))
    topics.ensure(EVENTS)
    topics.purge(EVENTS)
    return topics


def test_only_what_all_groups_finished_is_deleted(broker: Server, topics: Topics) -> None:
    producer = Producer({"bootstrap.servers": broker.url})
    for _ in range(10):
        producer.produce(EVENTS, b"changed", partition=0)
    producer.flush(10)
    end = topics.ends([(EVENTS, 0)])[EVENTS, 0]
    groups = readers(table())[EVENTS]
    assert len(groups) > 1
    for group, unread in zip(groups, (7, *[0] * len(groups)), strict=False):
        _commit(broker, group, end - unread)

    Trim(topics, table())()

    assert _first(broker) == end - 7


def test_what_was_told_to_all_is_kept_for_one_more_round(broker: Server, topics: Topics) -> None:
    events, trim = "_celeryev", Trim(topics, table())
    topics.ensure(events)
    before = topics.ends([(events, 0)])[events, 0]
    topics.purge(events)
    producer = Producer({"bootstrap.servers": broker.url})
    for expected in (0, 1, 2):
        producer.produce(events, b"worker-heartbeat")
        producer.flush(10)
        trim()
        assert _first(broker, events) == before + expected


def test_a_group_that_never_read_keeps_everything() -> None:
    places = [(EVENTS, 0), (EVENTS, 1)]
    assert finished_by_all(places, [{(EVENTS, 0): 5, (EVENTS, 1): 5}, {(EVENTS, 1): 3}]) == {(EVENTS, 1): 3}


def test_every_queue_has_the_readers_that_the_table_says() -> None:
    assert readers(table())["product"] == ["worker-product"]
    assert "worker-account" in readers(table())["product.events"]


def _commit(broker: Server, group: str, offset: int) -> None:
    consumer = Consumer({"bootstrap.servers": broker.url, "group.id": group})
    consumer.commit(offsets=[TopicPartition(EVENTS, 0, offset)], asynchronous=False)
    consumer.close()


def _first(broker: Server, topic: str = EVENTS) -> int:
    consumer = Consumer({"bootstrap.servers": broker.url, "group.id": "looks"})
    first, _ = consumer.get_watermark_offsets(TopicPartition(topic, 0), timeout=10)
    consumer.close()
    return int(first)
