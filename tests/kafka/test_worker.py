"""`common.kafka.worker`: the pool's own threads acknowledge, and events go together; nobody hears less."""

import pytest

from tests.kafka.conftest import Lab, monitoring
from tests.support.waiting import wait_until

CONSUMER = {"worker_consumer": "common.kafka.worker:Consumer"}
TASKS, EVENTS_PER_TASK = 20, 4


def test_a_monitor_hears_of_many_tasks_in_few_records(lab: Lab) -> None:
    lab.conf = CONSUMER
    lab.worker("-E", pool="threads", concurrency=1)
    with monitoring(lab) as seen:
        for number in range(TASKS):
            lab.send("run_for", number, 0.02)
        wait_until(lambda: sum(event["type"] == "task-succeeded" for event in seen) == TASKS, 20)
    told = [event["type"] for event in seen if event["type"].startswith("task-")]
    assert len(told) == TASKS * EVENTS_PER_TASK
    of_the_worker = [record for record in lab.records(f"_{lab.queue}ev") if b"task-received" in record.value()]
    assert len(of_the_worker) < TASKS / 2


@pytest.mark.parametrize("pool", ["prefork", "threads", "gevent"])
def test_a_worker_that_stops_tells_how_its_last_tasks_ended_and_they_are_acknowledged(lab: Lab, pool: str) -> None:
    lab.conf = CONSUMER
    worker = lab.worker("-E", pool=pool, concurrency=2)
    with monitoring(lab) as seen:
        for number in (1, 2):
            lab.send("run_for", number, 1)
        lab.wait_for([1, 2], "began")
        assert worker.stop() == 0
        wait_until(lambda: sum(event["type"] == "task-succeeded" for event in seen) == 2)
    lab.worker(pool=pool, replacing=worker)
    lab.send("run", 3)
    lab.wait_for([3])
    assert lab.journaled() == {1: 1, 2: 1, 3: 1}


def test_its_tasks_come_as_fast_as_its_threads_take_them(lab: Lab) -> None:
    """A thread that ends one makes room for the next; nothing waits for a timer."""
    lab.conf, lab.prefetch, lab.options = CONSUMER, 1, {"partitions": 1}
    lab.worker(pool="threads", concurrency=1)
    lab.send("run", 0)
    lab.wait_for([0])
    for number in range(1, 1 + TASKS):
        lab.send("run_for", number, 0.01)
    lab.wait_for(range(1 + TASKS), timeout_seconds=15)
    assert set(lab.journaled().values()) == {1}
