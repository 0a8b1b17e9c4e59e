"""Writing records so that they are in Kafka, on all in-sync replicas and once, or the caller hears that they are not.

One librdkafka producer per process and configuration; a real thread serves its confirmations. A child of a fork gets a
producer of its own on first use.
"""

import atexit
import os
from collections.abc import Sequence
from typing import Any

import confluent_kafka
from confluent_kafka import KafkaError, KafkaException

from common.kafka import checks, metrics, native
from common.kafka.errors import BacklogFull, KafkaUnavailable, NotDelivered, Refused
from common.kafka.options import Options
from common.kafka.records import Record

Outcome = KafkaUnavailable | Refused | None  # None: in Kafka

_TOO_BIG = {KafkaError.MSG_SIZE_TOO_LARGE, KafkaError.INVALID_MSG_SIZE}
_GRACE_SECONDS = 5.0  # librdkafka reports a time-out itself; this is for the case that it does not


class _Confirmations:
    """What became of a batch, filled in from the producer's thread."""

    def __init__(self, size: int) -> None:
        self.outcomes: list[Outcome] = [NotDelivered("No confirmation arrived.")] * size
        self._awaited = 0
        self._lock = native.lock()
        self._done = native.signal()

    def expect(self, index: int) -> Any:
        with self._lock:
            self._awaited += 1
        return lambda error, _message: self._settle(index, error)

    def unexpect(self) -> None:
        self._count_down()

    def _settle(self, index: int, error: KafkaError | None) -> None:
        self.outcomes[index] = None if error is None else outcome_of(error)
        self._count_down()

    def _count_down(self) -> None:
        with self._lock:
            self._awaited -= 1
            done = self._awaited == 0
        if done:
            self._done.set()

    def wait(self, timeout_seconds: float) -> None:
        self._done.wait(timeout_seconds)


def outcome_of(error: KafkaError) -> KafkaUnavailable | Refused:
    if error.code() in _TOO_BIG:
        return Refused(f"The message is larger than Kafka takes: {error.str()}.")
    return NotDelivered(f"Kafka did not confirm the message: {error.str()}.")


class Producer:
    """Use `producer_for(options)`; it is shared by all threads of the process."""

    def __init__(self, options: Options) -> None:
        with checks.configuring():
            config = {**options.for_producer(), **native.LOGGED, "error_cb": self._on_error}
            self.native = confluent_kafka.Producer(config)
        self._timeout_seconds = options.delivery_timeout
        self._closed = False
        self._pid = os.getpid()
        native.own(self)
        native.start_thread(self._serve)

    @property
    def is_usable(self) -> bool:
        """Not after a fatal error, and not in a child of the process that made it."""
        return not self._closed and self._pid == os.getpid()

    def send(self, record: Record) -> None:
        """Return once the record is in Kafka, or raise."""
        (outcome,) = self.send_all([record])
        if outcome is not None:
            raise outcome

    def send_all(self, records: Sequence[Record]) -> list[Outcome]:
        """Write all records with one wait; what became of each, in their order.

        A batch larger than the producer's queue is written in several goes.
        """
        began = native.now()
        outcomes: list[Outcome] = []
        while len(outcomes) < len(records):
            outcomes += self._send_some(records[len(outcomes) :])
        took_seconds = native.now() - began
        for topic in {record.topic for record in records}:
            metrics.publish_seconds(topic).observe(took_seconds)
        for record, outcome in zip(records, outcomes, strict=True):
            if outcome is not None:
                metrics.PUBLISH_FAILURES.labels(record.topic, type(outcome).__name__).inc()
        return outcomes

    def send_unconfirmed(self, record: Record) -> None:
        """Hand over a record whose loss nobody would mourn, such as a monitoring event."""
        try:
            self._produce(record, _ignore)
        except (BufferError, KafkaException):
            metrics.PUBLISH_FAILURES.labels(record.topic, "BacklogFull").inc()

    def _send_some(self, records: Sequence[Record]) -> list[Outcome]:
        confirmations = _Confirmations(len(records))
        confirmations.expect(-1)  # held until all are handed over
        sent = 0
        for index, record in enumerate(records):
            try:
                self._produce(record, confirmations.expect(index))
            except BufferError:
                confirmations.unexpect()
                if index == 0:
                    return [BacklogFull("Too many messages await their confirmation by Kafka.")]
                break
            except KafkaException as refused:
                confirmations.unexpect()
                confirmations.outcomes[index] = outcome_of(refused.args[0])
                self._on_error(refused.args[0])
            sent = index + 1
        confirmations.unexpect()
        confirmations.wait(self._timeout_seconds + _GRACE_SECONDS)
        return confirmations.outcomes[:sent]

    def _produce(self, record: Record, on_delivery: Any) -> None:
        self.native.produce(
            record.topic, record.value, record.key, headers=list(record.headers), on_delivery=on_delivery
        )

    def _serve(self) -> None:
        while not self._closed or len(self.native):
            self.native.poll(0.5)

    def flush(self, timeout_seconds: float) -> None:
        self.native.flush(timeout_seconds)

    def _on_error(self, error: KafkaError) -> None:
        if not error.fatal() and error.code() != KafkaError._FATAL:
            return
        # An idempotent producer that met a fatal error will never write again: the next caller gets a new one.
        for key, producer in list(_producers.items()):
            if producer is self:
                del _producers[key]
        self._closed = True


def _ignore(_error: KafkaError | None, _message: Any) -> None:
    """The delivery report of a record sent unconfirmed."""


_producers: dict[tuple[int, str], Producer] = {}
_making = native.lock()


def producer_for(options: Options) -> Producer:
    key = (os.getpid(), repr(sorted(options.for_producer().items(), key=lambda item: item[0])))
    with _making:
        if key not in _producers:
            _producers[key] = Producer(options)
        return _producers[key]


def _start_afresh() -> None:
    global _making
    _producers.clear()
    _making = native.lock()  # another thread may have held it when the process forked


def _say_farewell() -> None:
    for (pid, _), producer in list(_producers.items()):
        if pid == os.getpid():
            producer.flush(1.0)
    native.never_free()


os.register_at_fork(after_in_child=_start_afresh)
atexit.register(_say_farewell)
