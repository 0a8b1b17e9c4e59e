"""What no handler could handle: kept in ``<queue>.dlt`` with its reason, until somebody has mended the cause
and replays it.

What was replayed is behind the committed offset of a group of its own, so it is not listed again.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from celery import Celery
from confluent_kafka import OFFSET_BEGINNING, Consumer, TopicPartition

from common.kafka import checks
from common.kafka.options import Options, options_of
from common.kafka.producer import producer_for
from common.kafka.records import Received, Record, to_message, to_record
from common.kafka.topics import topics_for
from common.services import table

GROUP = "ms-commerce-dead-letters"
ANSWER_SECONDS = 10.0


@dataclass(frozen=True)
class DeadLetter:
    received: Received

    @property
    def queue(self) -> str:
        """Where it could not be handled."""
        return self.received.record.header("queue") or self.received.topic.removesuffix(table().dead_letter_suffix)

    @property
    def group(self) -> str:
        """The pool that could not handle it."""
        return self.received.record.header("group") or ""

    @property
    def reason(self) -> str:
        return self.received.record.header("reason") or ""

    @property
    def since(self) -> datetime:
        return datetime.fromtimestamp(self.received.timestamp_ms / 1000, UTC)

    @property
    def task(self) -> str:
        try:
            return str(to_message(self.received)["headers"].get("task"))
        except ValueError:
            return "not a task"

    def speaks_of(self, words: Sequence[str]) -> bool:
        return any(word.encode() in self.received.record.value for word in words)

    def again(self) -> Record:
        """The record as it was at first, for the queue of the pool that failed. ValueError if it
        never was a task.
        """
        message = to_message(self.received)
        message["headers"] |= {"retries": 0, "eta": None, "expires": None}
        message["headers"].pop("redeliveries", None)
        return to_record(self._queue_of_its_own(), message)

    def _queue_of_its_own(self) -> str:
        """The other pools that read the same topic of events have handled it."""
        return next((s.name for s in table().services if s.worker.group == self.group), self.queue)


class DeadLetters:
    def __init__(self, celery: Celery) -> None:
        self.options: Options = options_of(
            str(celery.conf.broker_url), celery.conf.broker_transport_options, None, None
        )

    def waiting(self, queue: str) -> list[DeadLetter]:
        """Those of a queue that were not replayed, the oldest first."""
        with self._reading(queue) as (consumer, at):
            return list(_unread(consumer, at))

    def replay(self, queue: str) -> int:
        """Send them again, each to the pool that failed; how many. A crash in between sends the last
        one twice. What never was a task is passed over.
        """
        replayed = 0
        with self._reading(queue) as (consumer, at):
            for letter in _unread(consumer, at):
                try:
                    again = letter.again()
                except ValueError:
                    continue
                producer_for(self.options).send(again)
                done = TopicPartition(at.topic, at.partition, letter.received.offset + 1)
                consumer.commit(offsets=[done], asynchronous=False)
                replayed += 1
        return replayed

    def erase(self, queue: str, words: Sequence[str]) -> int:
        """Drop those that speak of any of the words, also where they were replayed; how many.

        A log cannot lose single records: what is still waiting is written anew behind them, and all before that is
        deleted. A crash in between has a letter twice, which is as harmless as replaying it twice.
        """
        with self._reading(queue) as (consumer, at):
            every = list(_unread(consumer, TopicPartition(at.topic, at.partition, OFFSET_BEGINNING)))
            spoken = [letter for letter in every if letter.speaks_of(words)]
            if spoken:
                kept = [letter for letter in every if letter not in spoken and letter.received.offset >= at.offset]
                for letter in kept:
                    producer_for(self.options).send(letter.received.record)
                end = every[-1].received.offset + 1
                topics_for(self.options).delete_before({(at.topic, at.partition): end})
            return len(spoken)

    @contextmanager
    def _reading(self, queue: str) -> Iterator[tuple[Consumer, TopicPartition]]:
        with checks.configuring():
            consumer = Consumer({**self.options.for_group(GROUP), "auto.offset.reset": "earliest"})
        try:
            partition = TopicPartition(queue + table().dead_letter_suffix, 0)
            (committed,) = consumer.committed([partition], timeout=ANSWER_SECONDS)
            partition.offset = max(committed.offset, 0) if committed.offset >= 0 else OFFSET_BEGINNING
            yield consumer, partition
        finally:
            consumer.close()


def _unread(consumer: Consumer, at: TopicPartition) -> Iterator[DeadLetter]:
    if at.topic not in consumer.list_topics(timeout=ANSWER_SECONDS).topics:
        return
    first, end = consumer.get_watermark_offsets(at, timeout=ANSWER_SECONDS)
    next_offset = max(at.offset, first)
    consumer.assign([TopicPartition(at.topic, at.partition, next_offset)])
    while next_offset < end:
        message = consumer.poll(ANSWER_SECONDS)
        if message is None or message.error():
            raise TimeoutError(f"{at.topic} could not be read: {message.error() if message else 'no answer'}")
        next_offset = (message.offset() or 0) + 1
        yield DeadLetter(Received.of(message))
