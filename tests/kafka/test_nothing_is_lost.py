"""What kombu's own Kafka transport loses, doubles or repeats for ever (KAFKA.md a, g, h), turned round."""

import pytest
from confluent_kafka import Producer

from tests.kafka.conftest import Lab


@pytest.mark.parametrize(
    "pool", ["prefork", pytest.param("threads", marks=pytest.mark.slow), pytest.param("gevent", marks=pytest.mark.slow)]
)
def test_a_killed_worker_loses_nothing_and_repeats_only_what_was_unfinished(lab: Lab, pool: str) -> None:
    lab.options = {"partitions": 1}
    go_on = lab.directory / "go-on"
    worker = lab.worker(pool=pool)
    lab.send("run_until", 0, str(go_on))
    lab.wait_for([0], "began")
    for number in range(1, 9):
        lab.send("run", number)
    lab.wait_for(range(1, 9))

    worker.kill()
    go_on.touch()
    lab.worker(pool=pool, replacing=worker)
    lab.wait_for(range(9))

    lab.send("run", 9)
    lab.wait_for([9])
    assert lab.journaled()[0] == 1
    again = sum(lab.journaled().values()) - len(lab.journaled())
    assert again <= 4, "only what ended in the moments before the kill may not have been committed yet"


def test_giving_back_a_later_task_loses_neither_it_nor_an_earlier_one(lab: Lab) -> None:
    lab.options = {"partitions": 1}
    lab.worker()
    lab.send("run", 0)
    lab.send("give_back", 1, 2)
    lab.send("run", 2)
    lab.wait_for([0, 1, 2])
    assert lab.journaled("began")[1] == 3
    assert lab.journaled() == {0: 1, 1: 1, 2: 1}


def test_a_task_given_back_too_often_is_set_aside_with_its_count(lab: Lab) -> None:
    lab.options = {"max_redeliveries": 3}
    lab.worker()
    lab.send("give_back", 1, 99)
    lab.wait_for_dead_letters(1)
    (letter,) = lab.dead_letters()
    assert letter["redeliveries"] == "3"
    assert letter["reason"] == "given back 4 times"
    assert lab.journaled("began")[1] == 4


def test_a_rejected_task_is_set_aside_and_its_queue_goes_on(lab: Lab) -> None:
    lab.worker()
    lab.send("refuse", 1)
    lab.send("run", 2)
    lab.wait_for([2])
    lab.wait_for_dead_letters(1)
    (letter,) = lab.dead_letters()
    assert letter["reason"] == "rejected"
    assert letter["queue"] == lab.queue


FOREIGN = {
    "no headers": [],
    "a count that is none": [("redeliveries", b"many")],
    "bytes that are no text": [("kombu", b"\xff"), ("redeliveries", b"\xff"), ("eta", b"\xff"), ("concerns", b"\xff")],
    "half a message": [("kombu", b'{"properties": {}}'), ("redeliveries", b"1")],
    "no task": [("kombu", b'{"headers": {}, "properties": {}}')],
}


def test_what_others_write_is_set_aside_and_harms_nobody(lab: Lab) -> None:
    lab.options = {"partitions": 1, "interested_in": ["hats"], "shared_queues": ["none"]}
    lab.send("run", 1)
    stranger = Producer({"bootstrap.servers": lab.bootstrap_servers})
    for headers in FOREIGN.values():
        stranger.produce(lab.queue, b"hello", headers=headers)
    assert stranger.flush(10) == 0
    lab.send("run", 2)
    worker = lab.worker(pool="threads", concurrency=1)
    lab.wait_for([1, 2])
    lab.wait_for_dead_letters(len(FOREIGN))
    assert worker.process.poll() is None
    assert all(letter["reason"] and letter["queue"] == lab.queue for letter in lab.dead_letters())


@pytest.mark.slow
def test_a_task_longer_than_the_poll_interval_runs_once(lab: Lab) -> None:
    lab.options = {"max_poll_interval": 6}
    lab.prefetch = 1
    lab.worker(concurrency=1)
    lab.send("run_for", 0, 9)
    for number in range(1, 6):
        lab.send("run", number)
    lab.wait_for(range(6))
    assert lab.journaled("began")[0] == 1
    assert set(lab.journaled().values()) == {1}
