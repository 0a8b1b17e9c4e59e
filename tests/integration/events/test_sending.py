"""What relay and web processes tell: many events with one wait, those of a resource in one partition and in order."""

import json
from collections import defaultdict
from uuid import uuid4

from confluent_kafka import Consumer, TopicPartition
from prometheus_client import REGISTRY

from common.celery.app import make_celery
from common.celery.sending import event_sender
from common.contracts.events import ResourceChanged
from common.events.outbox import Told
from tests.support.servers import Server

RESOURCES, VERSIONS = 20, 5


def test_a_hundred_events_are_one_wait_and_keyed_by_their_resource(stack: None, broker: Server) -> None:
    topic = f"hats-{uuid4()}.events"
    events = [
        Told(ResourceChanged("shop", "hat", f"hat-{number}", version, deleted=False, json={}), {})
        for version in range(1, VERSIONS + 1)
        for number in range(RESOURCES)
    ]
    event_sender(make_celery("account"))(topic, events)

    assert REGISTRY.get_sample_value("celery_kafka_publish_seconds_count", {"topic": topic}) == 1
    places, versions = defaultdict(set), defaultdict(list)
    for key, partition, told in written(broker, topic, len(events)):
        assert key == told["id"]
        places[key].add(partition)
        versions[key].append(told["version"])
    assert len(places) == RESOURCES
    assert {len(partitions) for partitions in places.values()} == {1}
    assert len(set().union(*places.values())) > 1, "they are spread"
    assert all(told == list(range(1, VERSIONS + 1)) for told in versions.values())


def written(broker: Server, topic: str, number: int) -> list[tuple[str, int, dict[str, object]]]:
    """(key, partition, event) of each record of the topic."""
    consumer = Consumer({"bootstrap.servers": broker.url, "group.id": f"look-{uuid4()}"})
    try:
        partitions = consumer.list_topics(topic, timeout=10).topics[topic].partitions
        consumer.assign([TopicPartition(topic, partition, 0) for partition in partitions])
        records = consumer.consume(number, timeout=20)
        return [(each.key().decode(), each.partition(), json.loads(each.value())[0][0]) for each in records]
    finally:
        consumer.close()
