"""Publishing at once: the process that wrote a change sends it, moments after it answered its caller.

One thread per process, however many threads write. It is an optimisation for latency: whatever it misses (a
full queue, a broker that is away, a crash) the relay's sweep sends later.
"""

import logging
import math
import os
import threading
import time
from collections import defaultdict
from queue import Empty, Full, Queue

from pymongo.collection import Collection

from common.events.metrics import MISSED, PUBLISH_FAILURES
from common.events.outbox import Send, publish, waiting
from common.resources.document import Stored

logger = logging.getLogger(__name__)

MAX_WAITING = 10_000  # writes told and not yet sent; beyond it they are the sweep's
MAX_BATCH = 100  # documents
PAUSE_AFTER_FAILURE_SECONDS = 1.0

Write = tuple[Collection[Stored], str]
"""Where something was written: the collection and the document's id."""


class Publisher:
    """Of one service's changes to its topic. ``published_soon`` costs its caller one put into a queue."""

    def __init__(self, send: Send, topic: str) -> None:
        self.send, self.topic = send, topic
        self._told: Queue[tuple[Write, float]] = Queue(MAX_WAITING)
        self._thread_of_pid: int | None = None
        self._starting = threading.Lock()

    def published_soon(self, collection: Collection[Stored], id: str, within_seconds: float = 0.0) -> None:
        """Call after the write is committed: what cannot be read yet is left to the sweep. What is written to the same
        document ``within_seconds`` is told together with it, and with what else is due until half of that later.
        """
        self._run_in_this_process()
        try:
            self._told.put_nowait(((collection, id), due_at(time.monotonic(), within_seconds)))
        except Full:
            MISSED.inc()

    def _run_in_this_process(self) -> None:
        if self._thread_of_pid == os.getpid():
            return
        with self._starting:
            if self._thread_of_pid != os.getpid():  # also after a fork, whose child has no threads
                self._told = Queue(MAX_WAITING)
                threading.Thread(target=self._run, args=(self._told,), name="publisher", daemon=True).start()
                self._thread_of_pid = os.getpid()

    def _run(self, told: Queue[tuple[Write, float]]) -> None:
        agenda = Agenda(told)
        while True:
            batch = agenda.due()
            try:
                self._publish(batch)
            except Exception as error:  # the sweep sends what we could not; a thread that ends would send nothing more
                PUBLISH_FAILURES.inc()
                logger.warning("%d changes are left to the relay: %s", len(batch), error)
                time.sleep(PAUSE_AFTER_FAILURE_SECONDS)

    def _publish(self, batch: list[Write]) -> None:
        ids_of = defaultdict(set)
        for collection, id in batch:
            ids_of[collection].add(id)
        for collection, ids in ids_of.items():
            if outboxes := waiting(collection, ids):
                publish(collection, self.topic, outboxes, self.send)


def due_at(now: float, within_seconds: float) -> float:
    """When there is time, at one of few moments: so many are read, sent and forgotten at once."""
    if not within_seconds:
        return now
    step = within_seconds / 2
    return math.ceil((now + within_seconds) / step) * step


class Agenda:
    """What is to be told when: each document once, at the latest time that its first write allows."""

    def __init__(self, told: Queue[tuple[Write, float]]) -> None:
        self._told = told
        self._due_at: dict[Write, float] = {}

    def due(self) -> list[Write]:
        """What must be told now, at least one; waits for it."""
        while True:
            self._note(until=min(self._due_at.values(), default=None))
            now = time.monotonic()
            if batch := [write for write, due_at in self._due_at.items() if due_at <= now][:MAX_BATCH]:
                for write in batch:
                    del self._due_at[write]
                return batch

    def _note(self, until: float | None) -> None:
        """Put down what was told: all that is there, or the first that comes ``until`` then."""
        try:
            self._put_down(*self._told.get(timeout=None if until is None else max(until - time.monotonic(), 0)))
            while len(self._due_at) < MAX_WAITING:
                self._put_down(*self._told.get_nowait())
        except Empty:
            return

    def _put_down(self, write: Write, due_at: float) -> None:
        self._due_at[write] = min(due_at, self._due_at.get(write, due_at))
