"""Killing, freezing and restarting, on a small scale; `make soak` runs the same for longer (SOAK_TASKS)."""

import os
import random
import signal
import threading
import time

import pytest
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient, NewPartitions

from common.kafka.errors import KafkaUnavailable
from common.kafka.operators import topics_of
from tests.kafka.conftest import Lab, wait_for_more
from tests.support.waiting import wait_until

TASKS = int(os.environ.get("SOAK_TASKS", "300"))
CONCURRENCY, PREFETCH = 4, 2


@pytest.mark.slow
@pytest.mark.parametrize("pool", ["prefork", "threads", "gevent"])
def test_workers_killed_at_random_lose_nothing(lab: Lab, pool: str) -> None:
    seed = random.SystemRandom().randrange(10_000)
    print(f"seed {seed}")  # noqa: T201
    dice = random.Random(seed)
    lab.prefetch = PREFETCH
    if pool == "threads":  # as ms-commerce has it; the others are Celery's own
        lab.conf = {"worker_consumer": "common.kafka.worker:Consumer"}
    worker = lab.worker(pool=pool, concurrency=CONCURRENCY)
    for number in range(TASKS):
        lab.send("run_for", number, dice.choice([0, 0.01, 0.05]))
    kills = 2
    for kill in range(1, kills + 1):
        lab.wait_for_number(TASKS * kill // (kills + 1))
        worker.kill()
        worker = lab.worker(pool=pool, concurrency=CONCURRENCY, replacing=worker)
    lab.wait_for(range(TASKS), timeout_seconds=180)
    twice = sum(lab.journaled().values()) - TASKS
    assert twice <= kills * CONCURRENCY * PREFETCH * 2, "what was in flight, and what had just ended"


@pytest.mark.slow
def test_a_group_that_grows_and_shrinks_loses_nothing(lab: Lab, pytestconfig: pytest.Config) -> None:
    """2 → 4 → 1 workers while tasks run; they leave as an operator makes them leave.

    What a worker has begun of a partition that goes to another may end first, so short tasks are not even repeated. But
    noida-db gives a partition away without asking for it back.
    """
    lab.prefetch = PREFETCH
    lab.options = {"group_instance_id": None}  # who leaves for good must not be waited for
    workers = [lab.worker(pool="threads", concurrency=2, wait=False) for _ in range(2)]
    sent = threading.Event()

    def send() -> None:
        for number in range(TASKS):
            lab.send("run_for", number, 0.02)
        sent.set()

    threading.Thread(target=send, daemon=True).start()
    lab.wait_for_number(TASKS // 6)
    workers += [lab.worker(pool="threads", concurrency=2, wait=False) for _ in range(2)]
    lab.wait_for_number(TASKS // 2)
    for worker in workers[1:]:
        worker.wait_until_ready()
        assert worker.stop() == 0
    lab.wait_for(range(TASKS), timeout_seconds=180)
    assert sent.is_set()
    asks_back = pytestconfig.getoption("--broker") == "apache"
    most = PREFETCH if asks_back else 3 * 2 * PREFETCH + 8  # if the machine stands still for two seconds
    assert sum(lab.journaled().values()) - TASKS <= most


@pytest.mark.slow
def test_every_id_that_was_returned_runs_though_the_broker_comes_and_goes(own_broker: Lab) -> None:
    lab = own_broker
    lab.options = {"delivery_timeout": 3}
    lab.worker(pool="threads", wait=False)
    returned: set[int] = set()
    raised: set[int] = set()
    stop = threading.Event()

    def publish() -> None:
        number = 0
        while not stop.is_set():
            try:
                lab.send("run", number)
                returned.add(number)
            except KafkaUnavailable:
                raised.add(number)
            number += 1
            time.sleep(0.01)  # not a wait: a caller's pace

    publisher = threading.Thread(target=publish, daemon=True)
    publisher.start()
    wait_for_more(returned)
    lab.broker.freeze()
    wait_for_more(raised, 1)
    lab.broker.thaw()
    wait_for_more(returned)
    lab.broker.stop()
    wait_for_more(raised, 1)
    lab.broker.start()
    wait_for_more(returned)
    stop.set()
    publisher.join(60)
    lab.wait_for(returned, timeout_seconds=120)
    assert set(lab.journaled()) <= returned | raised


@pytest.mark.apache
def test_a_killed_broker_loses_no_id_that_was_returned(own_broker: Lab) -> None:
    lab = own_broker
    lab.options = {"delivery_timeout": 5}
    lab.worker(pool="threads")
    returned = []
    for number in range(100):
        if number == 50:
            lab.broker.restart()
        try:
            lab.send("run", number)
        except KafkaUnavailable:
            continue
        returned.append(number)
    assert len(returned) > 50
    lab.wait_for(returned, timeout_seconds=120)


def test_a_worker_waits_for_a_broker_that_is_away_at_its_start(own_broker: Lab) -> None:
    lab = own_broker
    lab.send("run", 1)
    lab.broker.stop()
    worker = lab.worker(pool="solo", wait=False)
    wait_until(lambda: "does not answer" in worker.log.read_text(), 60)
    lab.broker.start()
    lab.wait_for([1])


@pytest.mark.apache
def test_a_dead_members_partitions_go_to_the_others(lab: Lab) -> None:
    lab.options = {"group_instance_id": None}
    doomed = lab.worker(pool="threads", wait=False)
    lab.worker(pool="threads", wait=False)
    for worker in lab.workers:
        worker.wait_until_ready()
    for number in range(20):
        lab.send("run_for", number, 0.05)
    doomed.kill()
    for number in range(20, 40):
        lab.send("run", number)
    lab.wait_for(range(40))


@pytest.mark.apache
@pytest.mark.slow
def test_a_worker_that_was_away_for_too_long_reads_on_where_it_had_paused(lab: Lab) -> None:
    lab.options = {"group_instance_id": None, "fetch_ahead": 5, "partitions": 2}
    lab.prefetch = 1
    worker = lab.worker(pool="threads", concurrency=2)
    for number in range(100):
        lab.send("run_for", number, 0.05)
    lab.wait_for_number(10)

    os.killpg(worker.process.pid, signal.SIGSTOP)
    group = topics_of(lab.app)
    wait_until(lambda: group.members(f"group-{lab.queue}") == [], 60, of="Kafka giving it up")
    os.killpg(worker.process.pid, signal.SIGCONT)
    lab.wait_for(range(100))
    assert " lost " in worker.log.read_text()


@pytest.mark.apache
def test_partitions_added_later_are_read(lab: Lab) -> None:
    lab.options = {"config": {"topic.metadata.refresh.interval.ms": 1000}}
    lab.worker(pool="solo")
    lab.send("run", 0)
    lab.wait_for([0])
    admin = AdminClient({"bootstrap.servers": lab.bootstrap_servers})
    admin.create_partitions([NewPartitions(lab.queue, 12)])[lab.queue].result()

    def sent_to_a_new_one() -> bool:
        lab.send("run", 1)
        try:
            return lab.partitions_written() > 4
        except KafkaException:  # a partition so new that it has no leader yet
            return False

    wait_until(sent_to_a_new_one, 60)
    sent = len(lab.records(lab.queue))
    wait_until(lambda: sum(lab.journaled().values()) == sent, 60)
