"""Thousands of numbered tasks while workers die, the group grows and shrinks, the broker stops, freezes and is killed,
and the network is slow and breaks. Afterwards: every id that was returned has run; what ran twice was in flight at one
of these moments; dead letters are those of the tasks that must be there.
"""

import itertools
import json
import os
import random
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from common.kafka.errors import KafkaUnavailable
from tests.kafka.conftest import Lab, Worker
from tests.kafka.test_bad_network import far_away
from tests.support.bad_network import BadNetwork
from tests.support.waiting import wait_until

__all__ = ["far_away"]

TASKS = int(os.environ.get("SOAK_TASKS", "3000"))
KILLS = max(4, TASKS // 1000)
SOME = TASKS // 20
CALLERS, CONCURRENCY, PREFETCH, PARTITIONS, FETCH_AHEAD = 4, 4, 2, 8, 20
TASK_SECONDS = 0.01
IN_FLIGHT = CONCURRENCY * PREFETCH
UNCOMMITTED_SECONDS = 0.5  # so long before a worker's death may a task have ended whose end nobody wrote down
JUST_ENDED = int(CONCURRENCY * UNCOMMITTED_SECONDS / TASK_SECONDS)  # on a loaded machine, while a commit is on its way
SETTLING_SECONDS = 10.0  # after an outage: until the session of who was cut off has ended, or it has committed

pytestmark = [pytest.mark.apache, pytest.mark.kafka]


@dataclass
class Story:
    """What was called, and what was done to whom, when."""

    lab: Lab
    returned: set[int] = field(default_factory=set)
    raised: set[int] = field(default_factory=set)
    deaths: dict[int, float] = field(default_factory=dict)
    """Process id → when it was killed."""
    numbers: Iterator[int] = field(default_factory=itertools.count)
    allowed: int = 0
    """How many calls may be made by now."""
    over: bool = False
    disturbed: list[tuple[float, float]] = field(default_factory=list)
    """From when until when anybody's partitions may have gone elsewhere, or his commits nowhere."""

    @contextmanager
    def told(self) -> Iterator[None]:
        """Callers at work until the end; what went wrong with them is raised."""
        with ThreadPoolExecutor(CALLERS) as callers:
            calling = [callers.submit(self._call_on) for _ in range(CALLERS)]
            try:
                yield
            finally:
                self.over = True
        for each in calling:
            each.result()

    def _call_on(self) -> None:
        for number in self.numbers:
            wait_until(lambda number=number: number < self.allowed or self.over, 240)  # type: ignore[misc]
            if number >= self.allowed:
                return
            self.call(number)

    def call(self, number: int) -> None:
        try:
            match number % 50:
                case 7:
                    self.lab.send("refuse", number)
                case 23:
                    self.lab.send("give_back", number, 99)
                case _:
                    self.lab.send("run_for", number, TASK_SECONDS)
            self.returned.add(number)
        except KafkaUnavailable:
            self.raised.add(number)

    def wait_for_calls(self, number: int) -> None:
        called = self.returned, self.raised
        wait_until(lambda: sum(map(len, called)) >= number, 120, of=f"{number} calls")

    def kill(self, worker: Worker) -> None:
        self.deaths[worker.process.pid] = time.time()
        worker.kill()

    @contextmanager
    def disturbance(self) -> Iterator[None]:
        began = time.time()
        yield
        self.disturbed.append((began - UNCOMMITTED_SECONDS, time.time() + SETTLING_SECONDS))

    def hear_of_an_outage(self) -> None:
        self._call_until(self.raised, 1)

    def hear_of_its_end(self) -> None:
        self._call_until(self.returned, CALLERS)

    def _call_until(self, outcome: set[int], more: int) -> None:
        enough = len(outcome) + more

        def heard() -> bool:
            self.allowed += 1
            return len(outcome) >= enough

        wait_until(heard, 60, of="calls ending otherwise")

    # -- afterwards --------------------------------------------------------------------------------------------------

    def repeated(self) -> dict[int, list[tuple[int, float]]]:
        """The numbers that ran more than once: each run's process and time, but not the last's."""
        runs = defaultdict(list)
        for line in self.lab.journal.read_text().splitlines():
            event, number, pid, at = line.split()
            if event == "ran":
                runs[int(number)].append((int(pid), float(at)))
        return {number: sorted(all_of_it, key=lambda run: run[1])[:-1] for number, all_of_it in runs.items()}

    def is_explained(self, pid: int, at: float) -> bool:
        """Whether a task that ended there and then may run again."""
        died = self.deaths.get(pid)
        return (died is not None and died - UNCOMMITTED_SECONDS < at <= died) or any(
            since <= at <= until for since, until in self.disturbed
        )


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_thousands_of_tasks_outlive_everything_that_can_go_wrong(far_away: tuple[Lab, BadNetwork]) -> None:
    seed = int(os.environ.get("SEED", random.SystemRandom().randrange(10_000)))
    print(f"seed {seed}")  # noqa: T201
    dice = random.Random(seed)
    lab, network = far_away
    lab.prefetch = PREFETCH
    lab.options = {
        "partitions": PARTITIONS,
        "fetch_ahead": FETCH_AHEAD,
        "delivery_timeout": 3,
        "group_instance_id": None,  # who leaves for good must not be waited for
        "config": {"socket.timeout.ms": 3000},
    }
    lab.conf = {"worker_consumer": "common.kafka.worker:Consumer"}
    story = Story(lab)
    network.latency_seconds, network.bytes_per_second = 0.002, 2_000_000

    def start(number: int) -> list[Worker]:
        new = [lab.worker(pool="threads", concurrency=CONCURRENCY, wait=False) for _ in range(number)]
        return [worker.wait_until_ready() for worker in new]

    workers = start(2)
    with story.told():
        for _ in range(KILLS):
            before = story.allowed
            story.allowed += SOME
            story.wait_for_calls(before + dice.randrange(SOME))
            story.kill(workers.pop(dice.randrange(len(workers))))
            with story.disturbance():
                workers += start(1)

        story.allowed += SOME  # 2 → 4 → 1
        with story.disturbance():
            workers += start(2)
        story.allowed += SOME
        with story.disturbance(), ThreadPoolExecutor() as at_once:
            assert set(at_once.map(Worker.stop, workers[1:])) == {0}
        del workers[1:]

        for end, begin in (
            (lab.broker.freeze, lab.broker.thaw),
            (lab.broker.stop, lab.broker.start),
            (lab.broker.kill, lab.broker.start),
            (network.swallow, network.mend),
            (network.cut, network.mend),
        ):
            with story.disturbance():
                story.allowed += SOME
                end()
                story.hear_of_an_outage()
                begin()
                story.hear_of_its_end()
        for _ in range(5):  # what is on its way is sent again
            story.allowed += SOME
            with story.disturbance():
                network.cut()
                network.mend()
                story.hear_of_its_end()
        story.allowed = max(story.allowed, TASKS)

    called = story.returned | story.raised
    assert len(called) >= TASKS
    doomed = {number for number in called if number % 50 in (7, 23)}
    lab.wait_for(story.returned - doomed, timeout_seconds=120)
    assert set(lab.journaled()) <= called - doomed
    wait_until(lambda: story.returned & doomed <= set(letters(lab)), 60, of="the dead letters being there")
    assert set(letters(lab)) <= doomed
    told = {letter["reason"] for letter in lab.dead_letters()}
    assert all(reason == "rejected" or "given back" in reason or "gave it back" in reason for reason in told)

    repeated = story.repeated()
    assert [number for number, runs in repeated.items() if not all(story.is_explained(*run) for run in runs)] == []
    twice = sum(map(len, repeated.values()))
    letters_twice = len(letters(lab)) - len(set(letters(lab)))
    print(f"{len(story.returned)} returned, {len(story.raised)} raised, {twice} ran twice, {letters_twice} letters")  # noqa: T201
    at_a_death = sum(died_with(story, pid) for pid in story.deaths)
    assert at_a_death <= KILLS * (IN_FLIGHT + JUST_ENDED), "what was in flight, and what had just ended"
    outages, rebalances = 5 + 5, KILLS + 4
    assert twice + letters_twice <= at_a_death + rebalances * 4 * IN_FLIGHT + outages * (
        PARTITIONS * FETCH_AHEAD + IN_FLIGHT
    )


def died_with(story: Story, pid: int) -> int:
    """How many tasks that this process ended ran again."""
    return sum(run[0] == pid for runs in story.repeated().values() for run in runs)


def letters(lab: Lab) -> list[int]:
    """The number of each dead letter's task."""
    return [json.loads(letter.value())[0][0] for letter in lab.records(f"{lab.queue}.dlt")]
