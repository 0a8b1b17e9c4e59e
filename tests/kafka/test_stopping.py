"""How a worker ends: warm, soft, cold, or by the hand of its own task; nothing is lost on the way out."""

import re
import signal
import time
from pathlib import Path

import pytest

from tests.kafka.conftest import Lab, Worker
from tests.support.waiting import wait_until

FEW_TASKS, TASKS = 20, 60


@pytest.mark.parametrize("consumer", ["celery.worker.consumer:Consumer", "common.kafka.worker:Consumer"])
def test_an_idle_worker_stops_within_a_second(lab: Lab, consumer: str) -> None:
    """Half of one where it has a processor to itself; what the machine's other processes take is not its fault."""
    lab.conf = {"worker_consumer": consumer}
    worker = lab.worker("-E", pool="threads")
    began, queued = time.monotonic(), seconds_somebody_waited_for_a_processor()
    assert worker.stop() == 0
    took = time.monotonic() - began
    assert took - (seconds_somebody_waited_for_a_processor() - queued) < 1


def seconds_somebody_waited_for_a_processor() -> float:
    """Of this machine, since it started; as far as Linux tells."""
    pressure = Path("/proc/pressure/cpu")
    found = re.search(r"some .*total=(\d+)", pressure.read_text()) if pressure.exists() else None
    return int(found[1]) / 1e6 if found else 0.0


def test_a_task_that_outlasts_the_soft_shutdown_runs_again_elsewhere(lab: Lab) -> None:
    lab.conf = {"worker_soft_shutdown_timeout": 2}
    go_on = lab.directory / "go-on"
    worker = lab.worker(concurrency=2)
    lab.send("run_until", 1, str(go_on))
    lab.send("run_for", 2, 1)
    lab.wait_for([1, 2], "began")
    worker.stop(how=signal.SIGQUIT)
    assert lab.journaled() == {2: 1}, "there was time for the short one"
    go_on.touch()
    lab.worker(replacing=worker)
    lab.wait_for([1])
    assert lab.journaled() == {1: 1, 2: 1}


def test_a_warm_shutdown_finishes_what_runs_and_leaves_the_rest_to_others(lab: Lab) -> None:
    worker = lab.worker(concurrency=2)
    for number in range(FEW_TASKS):
        lab.send("run_for", number, 0.2)
    lab.wait_for_number(2)
    assert worker.stop() == 0
    assert len(lab.journaled()) < FEW_TASKS
    lab.worker(replacing=worker)
    lab.wait_for(range(FEW_TASKS))
    assert set(lab.journaled().values()) == {1}


def test_a_task_that_kills_its_pools_process_is_set_aside_with_its_count(lab: Lab) -> None:
    lab.options = {"max_redeliveries": 2}
    lab.worker(concurrency=1)
    lab.send("kill_its_process", 1)
    lab.send("run", 2)
    lab.wait_for([2])
    lab.wait_for_dead_letters(1)
    (letter,) = lab.dead_letters()
    assert (letter["redeliveries"], letter["reason"]) == ("2", "given back 3 times")
    assert lab.journaled("began") == {1: 3}


@pytest.mark.apache
@pytest.mark.slow
def test_a_rolling_restart_of_static_members_moves_no_partition_and_repeats_nothing(lab: Lab) -> None:
    lab.options = {"session_timeout": 30}
    workers = [lab.worker(pool="threads", concurrency=2, wait=False) for _ in range(2)]
    lab.send("run", 0)
    wait_until(lambda: [len(held(worker)) for worker in workers] == [2, 2], 60)
    settled, moved = [held(worker) for worker in workers], [len(moves(worker)) for worker in workers]

    for place, worker in enumerate(lab.workers[:2]):
        for number in range(TASKS):
            lab.send("run_for", 1 + place * TASKS + number, 0.02)
        assert worker.stop() == 0
        workers[place] = lab.worker(pool="threads", concurrency=2, replacing=worker)
        lab.wait_for(range(1 + (place + 1) * TASKS))
        wait_until(lambda: [held(worker) for worker in workers] == settled, of="each having what it had")
    assert set(lab.journaled().values()) == {1}
    assert [len(moves(worker)) for worker in workers] == [1, 1], "the first did not notice the second's restart"
    assert len(moves(lab.workers[1])) <= moved[1] + 1, "nor the second the first's; it gave up its own when it ended"


@pytest.mark.apache
def test_a_static_member_that_comes_back_to_other_queues_reads_those(lab: Lab) -> None:
    """Kafka gives it what it had; so a queue that an upgrade adds would have no reader."""
    other = f"{lab.queue}-other"
    worker = lab.worker(pool="threads")
    lab.send("run", 1)
    lab.wait_for([1])
    worker.stop()
    worker = lab.worker("-Q", f"{lab.queue},{other}", pool="threads", replacing=worker)
    for number, queue in enumerate((lab.queue, other), 2):
        lab.send("run", number, queue=queue)
    lab.wait_for([2, 3])
    worker.stop()
    lab.worker("-Q", other, pool="threads", replacing=worker)
    lab.worker("-Q", lab.queue, pool="threads")
    for number, queue in enumerate((lab.queue, other), 4):
        lab.send("run", number, queue=queue)
    lab.wait_for([4, 5])
    assert set(lab.journaled().values()) == {1}


def moves(worker: Worker) -> list[tuple[str, set[str]]]:
    """What a worker says of its partitions, in order: given to it, or given up."""
    said = re.findall(r"\] (reads|gave up) (.+)", worker.log.read_text())
    return [(verb, set(places.split(", "))) for verb, places in said]


def held(worker: Worker) -> set[str]:
    """The partitions that a worker has now."""
    places: set[str] = set()
    for verb, moved in moves(worker):
        places = places | moved if verb == "reads" else places - moved
    return places


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_task_that_kills_its_whole_worker_ends_among_the_dead_letters_and_takes_nobody_with_it(lab: Lab) -> None:
    lab.options = {"max_redeliveries": 3, "partitions": 1, "session_timeout": 6}
    lab.send("kill_its_process", 0)
    for number in range(1, 6):
        lab.send("run_for", number, 0.3)
    lab.worker(pool="threads", wait=False)

    wait_until(lambda: given_up(lab), 120)
    (letter,) = lab.dead_letters()
    assert (letter["redeliveries"], letter["reason"]) == ("3", "its worker died, or gave it back, 4 times")
    assert lab.journaled("began")[0] <= 5, "the first death is nobody's fault"
    lab.send("run", 6)
    lab.wait_for(range(1, 7))


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_task_for_later_neither_delays_nor_pays_for_one_that_kills_its_worker(lab: Lab) -> None:
    lab.options = {"max_redeliveries": 2, "partitions": 1, "session_timeout": 6}
    lab.send("run", 1, countdown=55, headers={"partition_key": "k"})
    lab.send("kill_its_process", 0)
    lab.send("run", 2, headers={"partition_key": "k"})
    lab.worker(pool="threads", wait=False)

    wait_until(lambda: given_up(lab), 120)
    lab.send("run", 3)
    lab.wait_for([3], timeout_seconds=15)
    assert lab.journaled() == {3: 1}, "the others are not due yet, and it waits for none of them"
    lab.wait_for([1, 2])
    assert lab.order() == [3, 1, 2]
    assert [letter["redeliveries"] for letter in lab.dead_letters()] == ["2"]


def given_up(lab: Lab) -> bool:
    """Meanwhile the worker is started again whenever it died, as a supervisor would."""
    if lab.workers[-1].process.poll() is not None:
        lab.worker(pool="threads", replacing=lab.workers[0], wait=False)
    return bool(lab.dead_letters())
