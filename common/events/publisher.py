"""Publishing at once: the process that wrote a change sends it, moments after it answered its caller.

One thread per process, however many threads write. It is an optimisation for latency: whatever it misses (a
full queue, a broker that is away, a crash) the relay's sweep sends later.
"""

import logging
import os
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from queue import Empty, Full, Queue

from pymongo.collection import Collection

from common.events.metrics import MISSED, PUBLISH_FAILURES
from common.events.outbox import Send, publish, waiting
from common.resources.document import Stored

logger = logging.getLogger(__name__)

MAX_WAITING = 10_000  # writes told and not yet sent; beyond it they are the sweep's
MAX_BATCH = 100  # documents
PAUSE_AFTER_FAILURE_SECONDS = 1.0


class Publisher:
    """Of one service's changes to its topic. ``published_soon`` costs its caller one put into a queue."""

    def __init__(self, send: Send, topic: str) -> None:
        self.send, self.topic = send, topic
        self._told: Queue[tuple[Collection[Stored], str]] = Queue(MAX_WAITING)
        self._thread_of_pid: int | None = None
        self._starting = threading.Lock()

    def published_soon(self, collection: Collection[Stored], id: str) -> None:
        """Call after the write is committed: what cannot be read yet is left to the sweep."""
        self._run_in_this_process()
        try:
            self._told.put_nowait((collection, id))
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

    def _run(self, told: Queue[tuple[Collection[Stored], str]]) -> None:
        while True:
            batch = list(_batch(told))
            try:
                self._publish(batch)
            except Exception as error:  # the sweep sends what we could not; a thread that ends would send nothing more
                PUBLISH_FAILURES.inc()
                logger.warning("%d changes are left to the relay: %s", len(batch), error)
                time.sleep(PAUSE_AFTER_FAILURE_SECONDS)

    def _publish(self, batch: list[tuple[Collection[Stored], str]]) -> None:
        ids_of = defaultdict(set)
        for collection, id in batch:
            ids_of[collection].add(id)
        for collection, ids in ids_of.items():
            if outboxes := waiting(collection, ids):
                publish(collection, self.topic, outboxes, self.send)


def _batch(told: Queue[tuple[Collection[Stored], str]]) -> Iterator[tuple[Collection[Stored], str]]:
    """What waits now, at least one."""
    yield told.get()
    for _ in range(MAX_BATCH - 1):
        try:
            yield told.get_nowait()
        except Empty:
            return
