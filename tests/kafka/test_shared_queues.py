"""Several pools, each a group of its own, read one topic: every record reaches each pool once."""

import pytest

from common.kafka.errors import Refused
from tests.kafka.conftest import Lab
from tests.support.waiting import wait_until

SHARED = "*.events"


def left_in(lab: Lab, queue: str) -> int:
    return int(lab.app.connection().default_channel.queue_declare(queue, passive=True).message_count)


def test_every_group_hears_everything_and_a_failure_is_one_groups_affair(lab: Lab, second_lab: Lab) -> None:
    events = f"{lab.queue}.events"
    for each in (lab, second_lab):
        each.options = {"shared_queues": [SHARED], "retry_queue": each.queue}
        each.worker("-Q", f"{each.queue},{events}", pool="threads", concurrency=2, wait=False)
    for each in (lab, second_lab):
        each.workers[0].wait_until_ready()

    lab.send("run", 1, queue=events)
    lab.send("give_back", 2, 1, queue=events)
    lab.send("retry_once", 3, 0, queue=events)
    lab.send("give_back", 4, 1, queue=events, headers={"partition_key": "k"})
    for each in (lab, second_lab):
        each.wait_for([1, 2, 3, 4])
        assert each.journaled("ran") == {1: 1, 2: 1, 3: 1, 4: 1}
        assert each.journaled("began") == {2: 2, 3: 2, 4: 2}
    assert len(lab.records(events)) == 4, "nothing came back into the shared topic"


def test_a_shared_queue_needs_a_queue_to_retry_in(lab: Lab) -> None:
    events = f"{lab.queue}.events"
    app = lab.new_app(shared_queues=[SHARED])
    with app.connection() as connection, pytest.raises(Refused, match="set the transport option retry_queue"):
        app.amqp.TaskConsumer(connection, queues=[app.amqp.queues.new_missing(events)]).consume()


def test_a_queue_of_ones_own_can_be_purged(lab: Lab) -> None:
    for number in range(5):
        lab.send("run", number)
    lab.app.conf.task_queues = {lab.queue: {"exchange": "", "routing_key": lab.queue}}
    assert lab.app.control.purge() == 5
    lab.send("run", 5)
    worker = lab.worker(pool="solo")
    lab.wait_for([5])
    assert lab.journaled() == {5: 1}
    worker.stop()
    assert lab.app.control.purge() == 0  # Kafka keeps what was done, but it waits no more


def test_a_shared_queue_cannot_be_purged(lab: Lab) -> None:
    app = lab.new_app(shared_queues=[SHARED])
    with app.connection() as connection, pytest.raises(Refused, match="would take messages from other groups"):
        connection.default_channel.queue_purge(f"{lab.queue}.events")


def test_a_pool_passes_over_what_concerns_others(lab: Lab) -> None:
    events = f"{lab.queue}.events"
    lab.options = {"shared_queues": [SHARED], "retry_queue": lab.queue, "interested_in": ["hats"]}
    lab.worker("-Q", f"{lab.queue},{events}", pool="threads", concurrency=2)
    for number, words in ((1, "caps"), (2, "hats sales"), (3, None), (4, "caps")):
        told = {"concerns": words} if words else {}
        lab.send("run", number, queue=events, headers={"partition_key": "k", **told})

    lab.wait_for([2, 3])
    wait_until(lambda: left_in(lab, events) == 0, 10, of="what was passed over being done with, too")
    assert lab.journaled("ran") == {2: 1, 3: 1}


def test_a_broadcast_reaches_every_worker_though_who_sends_it_declares_nothing(lab: Lab) -> None:
    to_all = f"all-{lab.queue}"
    lab.extra = {"BROADCAST": to_all}
    for _ in range(2):
        lab.worker(pool="threads", concurrency=1, wait=False)
    for worker in lab.workers:
        worker.wait_until_ready()
    lab.send("run", 1, queue=lab.app.amqp.queues[to_all])
    lab.send("run", 2)
    wait_until(lambda: lab.journaled() == {1: 2, 2: 1}, 30, of="both having run the one, and one the other")
