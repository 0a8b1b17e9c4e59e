"""A broker that forgot everything is noticed, so that replicas can be read from their owners again."""

from pathlib import Path
from typing import Any

import pymongo
import pytest
from confluent_kafka import Producer

from common.kafka.options import Options
from common.kafka.topics import Topics
from common.replicas.lost_log import LogWatch
from tests.support.servers import Server, embedded_broker

TOPIC = "product.events"


class Emptied(Exception):
    pass


def raise_emptied() -> None:
    raise Emptied


def said(broker: Server, *words: str) -> None:
    producer = Producer({"bootstrap.servers": broker.url})
    for word in words:
        producer.produce(TOPIC, word.encode())
    assert producer.flush(10) == 0


def watch(broker: Server, mongodb: Server) -> LogWatch:
    topics = Topics(Options(bootstrap_servers=broker.url, partitions=2))
    topics.ensure(TOPIC)

    def ends(topic: str) -> dict[int, int]:
        return {partition: end for (_, partition), end in topics.ends(topics.partitions(topic)).items()}

    database = pymongo.MongoClient[dict[str, Any]](mongodb.url)["ms-commerce-product"]
    return LogWatch(database, TOPIC, ends)


def test_a_log_that_was_emptied_is_noticed_until_somebody_has_dealt_with_it(mongodb: Server, data_dir: Path) -> None:
    broker = embedded_broker(data_dir)
    first = watch(broker, mongodb)
    first.look(raise_emptied)
    said(broker, "one", "two", "three")
    first.look(raise_emptied)  # it only grew

    broker.process.restart()  # its log was in memory
    again = watch(broker, mongodb)
    for _ in range(2):
        with pytest.raises(Emptied):
            again.look(raise_emptied)
    dealt_with: list[None] = []
    again.look(lambda: dealt_with.append(None))
    again.look(raise_emptied)
    assert dealt_with
    broker.process.kill()
