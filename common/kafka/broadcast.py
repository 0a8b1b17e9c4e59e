"""Remote control, its replies and the workers' events: messages for whoever listens now.

AMQP gives every listener a queue of its own. Here all of them read a few shared topics of short retention, from the end
and without a group, and each process keeps what its own bindings ask for. No listener leaves anything behind.
"""

import os
import re
from collections import deque
from collections.abc import Callable, Iterable

import confluent_kafka
from confluent_kafka import TopicPartition
from kombu.log import get_logger

from common.kafka import checks, native
from common.kafka.options import Options
from common.kafka.records import Received
from common.kafka.topics import Topics

logger = get_logger(__name__)
_PENDING_PER_QUEUE = 10_000  # a listener that does not listen loses the oldest


def broadcast_topic(exchange: str, exchange_type: str, prefix: str) -> str | None:
    """The shared topic of an exchange, or None if its messages wait in queues."""
    if re.fullmatch(r"reply\..*\.pidbox", exchange):
        return f"{prefix}.reply"
    if exchange.endswith(".pidbox"):
        return f"{prefix}.pidbox"
    if exchange == "celeryev" or exchange.startswith("celeryev."):
        return f"{prefix}ev"
    return fanout_topic(exchange, prefix) if exchange_type == "fanout" else None


def fanout_topic(exchange: str, prefix: str) -> str:
    """One for each fanout exchange, so that who declared nothing can tell by it what kind an exchange is."""
    return f"{prefix}.fanout.{exchange}"


class BroadcastReader:
    """Reads shared topics from the moment `listen` returns; `route` says which local queues want a record."""

    def __init__(
        self,
        options: Options,
        topics: Topics,
        route: Callable[[str, str], Iterable[str]],
        on_ready: Callable[[], None],
    ) -> None:
        self._topics = topics
        self._route = route
        self._on_ready = on_ready
        self._lock = native.lock()
        self._positions: dict[tuple[str, int], int] = {}
        self._assigned = 0
        self._pending: dict[str, deque[Received]] = {}
        self.closing = False
        self._closed = native.signal()
        self._pid = os.getpid()
        with checks.configuring():
            self.native = confluent_kafka.Consumer({**options.for_reader(), **native.LOGGED})
        native.own(self)
        native.start_thread(self._run)

    def listen(self, queue: str, topic: str) -> None:
        """Keep from now on what is published for the queue; earlier messages are not seen."""
        with self._lock:
            self._pending.setdefault(queue, deque(maxlen=_PENDING_PER_QUEUE))
            known = any(place[0] == topic for place in self._positions)
        if not known:
            self._topics.ensure(topic)
            ends = self._topics.ends(self._topics.partitions(topic))
            with self._lock:
                self._positions.update(ends)

    def forget(self, queue: str) -> None:
        with self._lock:
            self._pending.pop(queue, None)

    def is_listening(self, queue: str) -> bool:
        return queue in self._pending

    def take(self, queues: Iterable[str]) -> tuple[str, Received] | None:
        for queue in queues:
            pending = self._pending.get(queue)
            if pending:
                return queue, pending.popleft()
        return None

    def close(self) -> None:
        if self._pid == os.getpid():
            self.closing = True
            self._closed.wait(5.0)

    # -- in the polling thread ---------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self.closing:
                self._follow_topics()
                message = self.native.poll(0.05)
                if message is not None and message.error() is None:
                    self._receive(Received.of(message))
        except Exception as failure:
            logger.error("remote control and events are no longer read: %r", failure)
        finally:
            self.native.close()
            self._closed.set()

    def _follow_topics(self) -> None:
        with self._lock:
            if len(self._positions) == self._assigned:
                return
            self._assigned = len(self._positions)
            places = [TopicPartition(topic, number, at) for (topic, number), at in self._positions.items()]
        self.native.assign(places)

    def _receive(self, received: Received) -> None:
        with self._lock:
            self._positions[received.topic, received.partition] = received.offset + 1
            exchange = received.record.header("exchange") or ""
            for queue in self._route(exchange, received.record.header("routing_key") or ""):
                pending = self._pending.get(queue)
                if pending is not None:
                    pending.append(received)
        self._on_ready()
