"""Publishing: in Kafka, or an error that says what to do."""

import json
import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from celery import Celery
from confluent_kafka.admin import AdminClient, NewTopic

from common.kafka import expect_to_send
from common.kafka.batch import publish_batch
from common.kafka.errors import BacklogFull, KafkaUnavailable, NotDelivered, Refused
from common.kafka.options import options_of
from common.kafka.records import Record
from common.kafka.topics import topics_for
from tests.kafka.conftest import Lab
from tests.support.waiting import wait_until


def test_a_published_task_is_in_kafka_with_its_json_as_it_is(lab: Lab) -> None:
    lab.send("run", 1)
    (record,) = lab.records(lab.queue)
    assert record.value() == b'[[1], {}, {"callbacks": null, "errbacks": null, "chain": null, "chord": null}]'


def test_who_expects_to_send_has_a_producers_id_before_it_does(lab: Lab) -> None:
    states: list[str] = []

    def hear(told: str) -> None:
        states.append(json.loads(told)["eos"]["idemp_state"])

    expect_to_send(lab.new_app(producer_config={"statistics.interval.ms": 50, "stats_cb": hear}))
    wait_until(lambda: states[-1:] == ["Assigned"], 10, of="a producer that was given its id")


def test_who_expects_to_send_does_not_wait_for_a_broker_that_is_away() -> None:
    expect_to_send(Celery("early", broker="kafka://127.0.0.1:1", set_as_current=False))


def test_topics_are_made_as_configured_and_a_difference_is_reported(lab: Lab) -> None:
    other = f"{lab.queue}-other"
    admin = AdminClient({"bootstrap.servers": lab.bootstrap_servers})
    admin.create_topics([NewTopic(other, 2, 1)])[other].result()
    lab.send("run", 1)

    options = options_of(lab.environment_of()["BROKER"], lab.app.conf.broker_transport_options, None, None)
    topics = topics_for(options)
    assert len(topics.partitions(lab.queue)) == 4
    mismatches = {mismatch.topic: str(mismatch) for mismatch in topics.mismatches()}
    assert lab.queue not in mismatches
    assert mismatches[other] == (
        f"Topic {other} has 2 partitions and replication factor 1, but 4 and 1 are configured."
    )


def test_a_batch_is_one_wait_and_tells_what_became_of_each(lab: Lab) -> None:
    with publish_batch(lab.app) as batch:
        for number in range(500):
            batch.send("run", args=[number], queue=lab.queue, headers={"partition_key": f"k{number % 7}"})
        batch.send("run", args=["x" * 3_000_000], queue=lab.queue)
    assert batch.outcomes[:500] == [None] * 500
    assert isinstance(batch.outcomes[500], Refused)
    assert len(lab.records(lab.queue)) == 500


def test_a_batch_larger_than_the_producers_queue_goes_through(lab: Lab) -> None:
    app = lab.new_app(max_unconfirmed_messages=10)
    with publish_batch(app) as batch:
        for number in range(95):
            batch.send("run", args=[number], queue=lab.queue)
    assert batch.outcomes == [None] * 95


def test_an_abandoned_batch_publishes_nothing(lab: Lab) -> None:
    with pytest.raises(ZeroDivisionError), publish_batch(lab.app) as batch:  # noqa: PT012
        batch.send("run", args=[1], queue=lab.queue)
        raise ZeroDivisionError
    assert lab.records(lab.queue) == []


def test_kombus_own_batches_work_too(lab: Lab) -> None:
    with lab.app.producer_pool.acquire(block=True) as producer, producer.batch():
        for number in range(100):
            lab.app.send_task("run", args=[number], queue=lab.queue, producer=producer)
    assert len(lab.records(lab.queue)) == 100


def test_a_message_too_large_is_refused(lab: Lab) -> None:
    with pytest.raises(Refused, match="larger than Kafka takes"):
        lab.send("run", "x" * 3_000_000)


def test_priorities_are_refused(lab: Lab) -> None:
    with pytest.raises(Refused, match="Kafka has no priorities"):
        lab.send("run", 1, priority=5)


def test_a_queue_that_cannot_be_a_topic_is_refused(lab: Lab) -> None:
    with pytest.raises(Refused, match="cannot be a Kafka topic"):
        lab.send("run", 1, queue="w1@host.dq")


def test_a_message_that_no_queue_is_bound_for_is_refused(lab: Lab) -> None:
    """Others drop it, and return an id: bindings are each process's own, so this one may only not know of the queue."""
    with pytest.raises(Refused, match="No queue is bound to exchange 'news' with routing key 'sport' in this process"):
        lab.app.send_task("run", args=[1], exchange="news", routing_key="sport")


def test_a_missing_topic_is_refused_where_none_may_be_made(lab: Lab) -> None:
    app = lab.new_app(create_topics=False)
    with pytest.raises(Refused, match="does not exist and create_topics is off"):
        app.send_task("run", args=[1], queue=f"{lab.queue}-missing")


def test_an_unreachable_broker_is_one_sentence(lab: Lab) -> None:
    lab.bootstrap_servers = "127.0.0.1:1"
    lab.conf = {"broker_connection_timeout": 0.5}
    with pytest.raises(KafkaUnavailable, match=r"Kafka at 127\.0\.0\.1:1 does not answer: .*Connection refused"):
        lab.send("run", 1)


def test_one_dead_address_among_the_bootstrap_servers_does_no_harm(lab: Lab) -> None:
    lab.bootstrap_servers = f"127.0.0.1:1,{lab.bootstrap_servers}"
    lab.send("run", 1)
    lab.worker(pool="solo")
    lab.wait_for([1])


def test_a_child_of_a_fork_publishes_and_leaves_its_parents_producer_whole(lab: Lab) -> None:
    lab.send("run", 0)
    child = os.fork()
    if not child:
        try:
            lab.send("run", 1)
        finally:
            os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    lab.send("run", 2)
    assert sorted(record.value()[:4] for record in lab.records(lab.queue)) == [b"[[0]", b"[[1]", b"[[2]"]


def test_a_silent_broker_fails_the_call_and_a_full_backlog_fails_at_once(own_broker: Lab) -> None:
    lab = own_broker
    app = lab.new_app(delivery_timeout=3, max_unconfirmed_messages=3)
    with app.connection() as connection:
        connection.transport.topics.ensure(lab.queue)
        producer = connection.transport.producer
        producer.send(Record(lab.queue, b"warm"))
        lab.broker.freeze()
        with ThreadPoolExecutor(6) as callers:
            calls = [callers.submit(producer.send, Record(lab.queue, b"cold")) for _ in range(6)]
            failures = [call.exception(timeout=30) for call in calls]
        lab.broker.thaw()
        kinds = sorted(type(failure).__name__ for failure in failures)
        assert kinds == [BacklogFull.__name__] * 3 + [NotDelivered.__name__] * 3
        producer.send(Record(lab.queue, b"warm again"))
