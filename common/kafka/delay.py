"""Messages for later, kept in Kafka instead of a worker's memory.

A worker holds a task with an ETA unfinished until it is due. For a minute that is fine; for a day the partition's
committed offset would stand still, and past the topic's retention the task would be lost. So a message due later than
`delay_threshold` goes to one of a few topics in which every record waits equally long: its records fall due in the
order they were written, so the forwarder only ever looks at the first. From there it goes to the topic of the next
shorter wait, and in the end to its queue.

Every worker process runs a forwarder; all of them are one consumer group, so each record has one.
"""

import os
import time
from typing import Any

import confluent_kafka
from confluent_kafka import KafkaError, KafkaException, TopicPartition
from kombu.log import get_logger

from common.kafka import native
from common.kafka.errors import KafkaUnavailable, Refused
from common.kafka.options import Options
from common.kafka.producer import Producer
from common.kafka.records import Received, Record
from common.kafka.topics import Topics

logger = get_logger(__name__)
_BATCH = 500
_POLL_SECONDS = 0.2
_AWAKE_SECONDS = 2.0
_PAUSE_AFTER_FAILURE_SECONDS = 2.0


def delayed(record: Record, due: float, options: Options) -> Record:
    """The record on its way to its queue, where it arrives up to `delay_threshold` before it is due."""
    return record.at(_topic(due - time.time(), options), due=repr(due), queue=record.topic)


def next_hop(received: Received, options: Options) -> Record:
    """Where a record goes whose wait is over."""
    due, queue = float(received.record.header("due") or 0), received.record.header("queue") or ""
    remaining = due - time.time()
    return received.record.at(_topic(remaining, options) if remaining > options.delay_threshold else queue)


def _topic(seconds: float, options: Options) -> str:
    fitting = [bucket for bucket in options.delay_buckets if bucket <= seconds]
    return options.delay_topic(max(fitting, default=min(options.delay_buckets)))


class Forwarder:
    """Moves records whose wait is over, in a thread of its own, until `close`."""

    def __init__(self, options: Options, topics: Topics, producer: Producer) -> None:
        self._options, self._topics, self._producer = options, topics, producer
        self._waits = {options.delay_topic(bucket): bucket for bucket in options.delay_buckets}
        self._heads: dict[tuple[str, int], Received] = {}  # of the partitions paused until their first record is due
        for topic in self._waits:
            topics.ensure(topic)
        self._resting = True
        self._refusal: KafkaError | None = None
        self._turn_at = 0.0
        self._pid = os.getpid()
        self.closing = False
        self._closed = native.signal()
        self.native = self._join()
        native.own(self)
        native.start_thread(self._run)

    def close(self) -> None:
        if self._pid == os.getpid():
            self.closing = True
            self._closed.wait(10.0)

    # -- in the forwarding thread --------------------------------------------------------------------------------------

    def _join(self) -> Any:
        instance = self._options.group_instance_id
        group = f"{self._options.internal_prefix}.delay"
        config = self._options.for_group(group, f"{instance}.delay" if instance else None)
        self._refusal = None
        consumer = confluent_kafka.Consumer({**config, **native.LOGGED, "error_cb": self._on_error})
        consumer.subscribe(sorted(self._waits), on_revoke=self._on_revoke, on_lost=self._on_revoke)
        return consumer

    def _on_error(self, error: KafkaError) -> None:
        if error.fatal() or error.code() == KafkaError._FATAL:  # no poll would tell
            self._refusal = error

    def _on_revoke(self, _consumer: Any, revoked: list[TopicPartition]) -> None:
        for at in revoked:
            self._heads.pop((at.topic, at.partition), None)

    def _run(self) -> None:
        while not self.closing:
            try:
                self._breathe()
                due = self._due()
                if due:
                    self._forward(due)
            except (KafkaException, KafkaUnavailable, Refused) as failure:
                logger.warning("delayed tasks wait longer: %s", failure)
                self._start_over()
        self.native.close()
        self._closed.set()

    def _breathe(self, stay_awake: bool = False) -> None:
        """Fetch for a moment, then rest: what waits here is in no hurry, and not every broker holds an empty fetch."""
        if not stay_awake and native.now() < self._turn_at:
            return
        self._resting = not self._resting and not stay_awake
        self._turn_at = native.now() + (self._options.delay_threshold / 6 if self._resting else _AWAKE_SECONDS)
        others = [at for at in self.native.assignment() if (at.topic, at.partition) not in self._heads]
        if self._resting:
            self.native.pause(others)
        else:
            self.native.resume(others)

    def _due(self) -> list[Received]:
        """The records whose wait is over, as many as there are now."""
        due = [head for head in self._heads.values() if self._is_due(head)]
        if due:
            for head in due:
                del self._heads[head.topic, head.partition]
            self._breathe(stay_awake=True)
        while len(due) < _BATCH:
            message = self.native.poll(0 if due else _POLL_SECONDS)
            if self._refusal is not None:
                raise KafkaUnavailable(f"Kafka refuses this consumer: {self._refusal.str()}.")
            if message is None:
                break
            if message.error() is not None:
                continue
            received = Received.of(message)
            if self._is_due(received):
                due.append(received)
            else:
                self.native.pause([TopicPartition(received.topic, received.partition)])
                self._heads[received.topic, received.partition] = received
        return due

    def _is_due(self, received: Received) -> bool:
        return received.timestamp_ms / 1000 + self._waits[received.topic] <= time.time()

    def _forward(self, due: list[Received]) -> None:
        hops = [next_hop(received, self._options) for received in due]
        for topic in {hop.topic for hop in hops}:
            self._topics.ensure(topic)
        for outcome in self._producer.send_all(hops):
            if outcome is not None:
                raise outcome
        done = {(received.topic, received.partition): received.offset + 1 for received in due}  # the last of each
        offsets = [TopicPartition(topic, partition, offset) for (topic, partition), offset in done.items()]
        self.native.commit(offsets=offsets, asynchronous=False)

    def _start_over(self) -> None:
        """Read again from what is committed: some records may be forwarded twice, none is passed over."""
        self._heads.clear()
        self.native.close()
        time.sleep(_PAUSE_AFTER_FAILURE_SECONDS)
        self.native = self._join()
