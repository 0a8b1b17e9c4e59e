"""Requests that wait for the end of a saga.

A waiting request costs its thread and nothing else: one poller per process asks for all of them in one query.
The number that may wait is limited, so that reads find a thread; the next one is told to come back at once.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from pymongo.errors import PyMongoError

from common.errors import OverCapacity
from common.sagas.run import Run
from common.sagas.runs import Runs

MAX_WAITING = 128
WAIT_SECONDS = 25.0
SHORTEST_PAUSE_SECONDS = 0.015
LONGEST_PAUSE_SECONDS = 0.25
PAUSE_PER_QUERY = 3
"""The poller rests three times as long as its query took, so that many waiting never become a load of their
own."""
TELL_EVERY_SECONDS = 1.0
LONGEST_BETWEEN_SECONDS = 0.5


@dataclass
class _Waiter:
    ended: threading.Event = field(default_factory=threading.Event)
    run: Run | None = None
    since: float = field(default_factory=time.monotonic)
    ask_at: float = field(default_factory=time.monotonic)

    def is_due(self, now: float) -> bool:
        """Whether to ask again: after a fifth of the time it has waited. So a saga of half a second is asked
        for a dozen times, and one that takes long because everything is slow does not make it slower."""
        if now < self.ask_at:
            return False
        self.ask_at = now + min((now - self.since) / 5, LONGEST_BETWEEN_SECONDS)
        return True


class Waiting:
    def __init__(self, runs: Runs, limit: int = MAX_WAITING) -> None:
        self.runs, self.limit = runs, limit
        self._waiters: dict[str, list[_Waiter]] = {}
        self._beginning = 0
        self._told: set[str] = set()
        self._changed = threading.Condition()
        self._poller: threading.Thread | None = None

    @contextmanager
    def beginning(self) -> Iterator[None]:
        """Around what begins a saga, for that may wait too, until Kafka takes its first command. OverCapacity where as
        many wait as may: better before anything is begun.
        """
        with self._changed:
            self._check_room()
            self._beginning += 1
        try:
            yield
        finally:
            with self._changed:
                self._beginning -= 1

    def until_over(self, saga_id: str, timeout_seconds: float = WAIT_SECONDS) -> Run:
        """The run once it is over. OverCapacity where too many wait or the time is up; the run goes on
        regardless."""
        waiter = _Waiter()
        with self._changed:
            self._check_room()
            self._waiters.setdefault(saga_id, []).append(waiter)
            self._start()
            self._changed.notify()
        try:
            waiter.ended.wait(timeout_seconds)
        finally:
            self._forget(saga_id, waiter)
        if waiter.run is None:
            raise OverCapacity("This takes longer than usual and goes on; the same request later gets its result.")
        return waiter.run

    def note_told(self, run: Run) -> None:
        """The caller gets its answer now. Known here at once, written down within a second: where this
        process dies in between, a repetition of the request gets the answer once more."""
        with self._changed:
            self._told.add(run.id)
            self._start()
            self._changed.notify()

    def was_told(self, run: Run) -> bool:
        return bool(run.stored.get("told")) or run.id in self._told

    def _check_room(self) -> None:
        if sum(map(len, self._waiters.values())) + self._beginning >= self.limit:
            raise OverCapacity("Too many requests are waiting.")

    def _forget(self, saga_id: str, waiter: _Waiter) -> None:
        with self._changed:
            left = [other for other in self._waiters.get(saga_id, ()) if other is not waiter]
            if left:
                self._waiters[saga_id] = left
            else:
                self._waiters.pop(saga_id, None)

    def _start(self) -> None:
        if self._poller is None or not self._poller.is_alive():
            self._poller = threading.Thread(target=self._poll, name="saga-poller", daemon=True)
            self._poller.start()

    def _poll(self) -> None:
        tell_at = time.monotonic() + TELL_EVERY_SECONDS
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiters or self._told)
                asked = time.monotonic()
                ids = [id for id, all_for_it in self._waiters.items() if all_for_it[0].is_due(asked)]
            try:
                for run in self.runs.ended(ids) if ids else ():
                    self._wake(run)
                if asked >= tell_at:
                    self._tell()
                    tell_at = asked + TELL_EVERY_SECONDS
            except PyMongoError:  # the database is away: those who wait run out of time, not of luck
                time.sleep(LONGEST_PAUSE_SECONDS)
            took = time.monotonic() - asked
            time.sleep(min(max(took * PAUSE_PER_QUERY, SHORTEST_PAUSE_SECONDS), LONGEST_PAUSE_SECONDS))

    def _wake(self, run: Run) -> None:
        with self._changed:
            waiters = self._waiters.pop(run.id, [])
        for waiter in waiters:
            waiter.run = run
            waiter.ended.set()

    def _tell(self) -> None:
        told = list(self._told)
        if told:
            self.runs.tell(told)
            with self._changed:
                self._told.difference_update(told)
