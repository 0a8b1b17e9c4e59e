"""Tasks for later, tasks that expire, tasks tried again: ETA, countdown, retry."""

import time

from tests.kafka.conftest import Lab

SHORT = {
    "forward_delayed": True,
    "delay_threshold": 1,
    "delay_buckets": [1, 3],
}  # what is a minute and an hour in production


def test_a_task_for_later_waits_in_kafka_and_outlives_its_worker(lab: Lab) -> None:
    lab.options = SHORT
    due = time.time() + 6
    lab.send("run", 1, countdown=6)
    worker = lab.worker()
    assert lab.records(lab.queue) == [], "it waits elsewhere, so it holds nothing back"
    assert len(lab.records(f"_{lab.queue}.delay.3")) == 1

    worker.kill()
    lab.worker(replacing=worker)
    lab.wait_for([1])
    assert time.time() >= due
    assert lab.journaled() == {1: 1}


def test_a_task_for_soon_waits_in_its_worker(lab: Lab) -> None:
    lab.worker()
    due = time.time() + 2
    lab.send("run", 1, countdown=2)
    lab.send("run", 2)
    lab.wait_for([1, 2])
    assert time.time() >= due
    assert lab.order() == [2, 1]


def test_a_task_for_soon_needs_no_other_to_be_taken_after_a_death(lab: Lab) -> None:
    """Its worker is careful then, and writes down what it begins; this one it does not begin."""
    lab.options = {"partitions": 1}
    lab.send("run", 0)
    worker = lab.worker(pool="threads")
    lab.wait_for([0])
    worker.kill()
    lab.worker(pool="threads", replacing=worker)
    lab.send("run", 1)
    lab.wait_for([1])
    lab.send("run", 2, countdown=3)
    lab.wait_for([2], timeout_seconds=15)


def test_a_retry_runs_again_after_its_countdown(lab: Lab) -> None:
    lab.options = SHORT
    lab.worker()
    lab.send("retry_once", 1, 3)
    lab.wait_for([1])
    assert lab.journaled("began") == {1: 2}


def test_a_retry_of_what_came_by_an_exchange_reaches_the_queue_it_came_from(lab: Lab) -> None:
    """From a pool's process, which has declared neither."""
    lab.extra = {"TOPIC_EXCHANGE": f"news-of-{lab.queue}"}
    lab.worker(pool="prefork", concurrency=1)
    lab.app.send_task("retry_once", args=[1, 0.1], queue=lab.queue, routing_key="news.sport")
    lab.wait_for([1])
    assert lab.journaled("began") == {1: 2}


def test_an_expired_task_does_not_run(lab: Lab) -> None:
    lab.send("run", 1, expires=0.01)
    lab.send("run", 2)
    lab.worker()
    lab.wait_for([2])
    assert lab.journaled() == {2: 1}
