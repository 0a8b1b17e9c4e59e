"""The laptop's broker holds a fetch that finds nothing, as Kafka does."""

import json

import pytest
from confluent_kafka import Consumer, Producer
from confluent_kafka.admin import AdminClient, NewTopic

from tests.support.servers import embedded_broker
from tests.support.waiting import wait_until

TOPIC = "idle"


@pytest.fixture
def address(tmp_path):
    server = embedded_broker(tmp_path)
    admin = AdminClient({"bootstrap.servers": server.url})
    admin.create_topics([NewTopic(TOPIC, 6, 1)])[TOPIC].result(10)
    yield server.url
    server.process.kill()


class Reader:
    """A consumer that knows how often it asked."""

    def __init__(self, address):
        self.asked = 0
        settings = {"group.id": "readers", "auto.offset.reset": "earliest", "statistics.interval.ms": 100}
        self.consumer = Consumer({"bootstrap.servers": address, "stats_cb": self.count, **settings})
        self.consumer.subscribe([TOPIC])

    def count(self, statistics):
        brokers = json.loads(statistics)["brokers"].values()
        self.asked = sum(broker["req"].get("Fetch", 0) for broker in brokers)

    def read(self):
        message = self.consumer.poll(0.1)
        return message.value() if message is not None and message.error() is None else None

    def close(self):
        self.consumer.close()


@pytest.fixture
def reader(address):
    reader = Reader(address)
    wait_until(lambda: reader.read() is None and reader.consumer.assignment(), timeout_seconds=30)
    yield reader
    reader.close()


def test_an_idle_consumer_asks_a_few_times_a_second(reader):
    before = reader.asked
    for _ in range(30):  # three seconds of silence: it is what this is about
        assert reader.read() is None
    assert reader.asked - before < 60


def test_what_is_written_meanwhile_is_read(address, reader):
    producer = Producer({"bootstrap.servers": address, "enable.idempotence": True})
    for number in range(20):
        producer.produce(TOPIC, str(number).encode(), key=str(number))
        assert producer.flush(10) == 0
        found = []
        wait_until(lambda found=found: found.append(reader.read()) or found[-1], timeout_seconds=10)
        assert found[-1] == str(number).encode()
