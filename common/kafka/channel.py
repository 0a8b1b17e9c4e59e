"""A kombu channel on Kafka: a queue is a topic, an acknowledgement is a finished offset."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from queue import Empty
from typing import TYPE_CHECKING, Any

from amqp.protocol import queue_declare_ok_t
from kombu.exceptions import ChannelError
from kombu.log import get_logger
from kombu.transport import virtual
from kombu.utils.uuid import uuid

from common.kafka import delay, metrics
from common.kafka.batch import PublishBatch
from common.kafka.broadcast import broadcast_topic, fanout_topic
from common.kafka.delivery import Message, QoS
from common.kafka.errors import KafkaUnavailable, Refused
from common.kafka.producer import Outcome
from common.kafka.records import Message as RawMessage
from common.kafka.records import Received, Record, to_message, to_record

if TYPE_CHECKING:
    from common.kafka.transport import Transport

logger = get_logger(__name__)
_LONGEST_PAUSE_SECONDS = 10.0  # between two deliveries of a keyed record that is given back
_TRY_AGAIN_SECONDS = 5.0  # until a requeue that Kafka did not take is tried again, in place


class Channel(virtual.Channel):
    """See the module; `connection` is the transport (kombu's naming)."""

    connection: "Transport"
    QoS = QoS
    Message = Message
    supports_fanout = True
    do_restore = False
    body_encoding = None  # type: ignore[assignment]  # the stub knows only base64
    from_transport_options = ()
    supports_batch_publish = True

    def __init__(self, connection: "Transport", **kwargs: Any) -> None:
        super().__init__(connection, **kwargs)
        self.options = connection.options
        self._last_tag = 0
        self._collected: list[Record] | None = None

    # -- publishing ------------------------------------------------------------------------------------------------

    def prepare_message(self, body: Any, priority: int | None = None, *args: Any, **kwargs: Any) -> RawMessage:
        if priority:
            raise Refused("Kafka has no priorities: send urgent tasks to a queue of their own.")
        message: RawMessage = super().prepare_message(body, None, *args, **kwargs)
        return message

    def basic_publish(self, message: RawMessage, exchange: str, routing_key: str, **_: Any) -> None:
        records = self.records_for(message, exchange, routing_key)
        if self._collected is not None:
            self._collected += records
            return
        for record in records:
            if record.topic == f"{self.options.internal_prefix}ev":
                self.connection.producer.send_unconfirmed(record)
            else:
                self.connection.producer.send(record)

    def create_publish_batch(self, max_size: int) -> PublishBatch:
        return PublishBatch(self, max_size)

    @contextmanager
    def collecting(self) -> Iterator[list[Record]]:
        """Inside, publishing only adds to the list; for a channel that nobody else uses meanwhile."""
        records: list[Record] = []
        self._collected = records
        try:
            yield records
        finally:
            self._collected = None

    def produce_all(self, records: list[Record]) -> list[Outcome]:
        return self.connection.producer.send_all(records)

    def records_for(self, message: RawMessage, exchange: str, routing_key: str) -> list[Record]:
        """What publishing the message means: a record for each queue bound, or one in a shared topic."""
        self._inplace_augment_message(message, exchange, routing_key)
        topic = self._broadcast_topic(exchange) if exchange else None
        if topic is not None:
            self.connection.topics.ensure(topic)
            return [to_record(topic, message, exchange=exchange, routing_key=routing_key)]
        queues = self._lookup(exchange, routing_key)
        if not queues:
            raise Refused(
                f"No queue is bound to exchange {exchange!r} with routing key {routing_key!r} in this process: name it"
                " in task_queues where tasks are sent, too."
            )
        return [self._to_queue(queue, message) for queue in queues]

    def _to_queue(self, queue: str, message: RawMessage) -> Record:
        record = to_record(queue, message)
        eta = message["headers"].get("eta")
        if eta:
            seconds = datetime.fromisoformat(eta).timestamp() - time.time()
            if seconds > self.options.delay_threshold:
                record = delay.delayed(record, time.time() + seconds, self.options)
        self.connection.topics.ensure(record.topic)
        return record

    def _put(self, queue: str, message: RawMessage, **_: Any) -> None:
        self.connection.producer.send(self._to_queue(queue, message))

    def _broadcast_topic(self, exchange: str) -> str | None:
        prefix, known = self.options.internal_prefix, self.connection.exchanges.get(exchange)
        topic = broadcast_topic(exchange, (known or {}).get("type", "direct"), prefix)
        if topic is None and known is None and exchange:  # Celery declares no `Broadcast` where it sends to one
            topic = fanout_topic(exchange, prefix)
            return topic if self.connection.topics.exists(topic) else None
        return topic

    def _next_delivery_tag(self) -> str:
        self._last_tag += 1
        return str(self._last_tag)

    # -- queues ----------------------------------------------------------------------------------------------------

    def queue_declare(self, queue: str | None = None, passive: bool = False, **kwargs: Any) -> queue_declare_ok_t:
        """A topic is made when the queue is bound or used, for only then is it known whether it needs one."""
        queue = queue or f"amq.gen-{uuid()}"
        if not passive:
            return queue_declare_ok_t(queue, 0, 0)
        if not self._has_queue(queue):
            raise ChannelError(f"NOT_FOUND - no queue {queue!r}", (50, 10), "Channel.queue_declare", 404)
        return queue_declare_ok_t(queue, self._size(queue), 0)

    def queue_bind(
        self, queue: str, exchange: str | None = None, routing_key: str = "", arguments: Any = None, **kwargs: Any
    ) -> None:
        super().queue_bind(queue, exchange, routing_key, arguments, **kwargs)
        topic = self._broadcast_topic(exchange or "")
        if topic is None:
            self.connection.topics.ensure(queue)
        else:
            self.connection.reader.listen(queue, topic)

    def _queue_bind(self, exchange: str, routing_key: str, pattern: Any, queue: str) -> None:
        """Nothing to tell Kafka: each process keeps its own bindings and filters by them."""

    def _has_queue(self, queue: str, **_: Any) -> bool:
        return self._is_broadcast(queue) or self.connection.topics.exists(queue)

    def _size(self, queue: str) -> int:
        if self._is_broadcast(queue):
            return 0
        return self.connection.topics.size(queue, self.options.group_id)

    def _purge(self, queue: str) -> int:
        if self.options.is_shared(queue):
            raise Refused(f"Queue {queue!r} is shared: purging it would take messages from other groups.")
        if self._is_broadcast(queue):
            return 0
        waiting = self._size(queue)
        self.connection.topics.purge(queue)
        return waiting

    def _delete(self, queue: str, exchange: str = "", *meta: Any, **_: Any) -> None:
        if self._is_broadcast(queue):
            table = self.get_table(exchange)
            table[:] = [binding for binding in table if binding[2] != queue]
            self.connection.reader.forget(queue)
        else:
            self.connection.topics.delete(queue)

    def _is_broadcast(self, queue: str) -> bool:
        return bool(self.connection.has_reader and self.connection.reader.is_listening(queue))

    # -- consuming -------------------------------------------------------------------------------------------------

    def basic_consume(self, queue: str, no_ack: bool, callback: Any, consumer_tag: str | None, **kwargs: Any) -> None:  # type: ignore[override]  # kombu returns nothing
        super().basic_consume(queue, no_ack, callback, consumer_tag, **kwargs)
        if not self._is_broadcast(queue):
            self.options.requeue_target(queue)  # refuses now what would fail later
            self.connection.topics.ensure(queue)
            self.connection.group.subscribe(queue)
            if no_ack:
                deliver = self.connection.callbacks[queue]
                self.connection.callbacks[queue] = lambda raw: self._deliver_finished(raw, deliver)
        self.connection.wakeup.set()

    def _deliver_finished(self, raw: RawMessage, deliver: Any) -> None:
        received = raw["received"]
        deliver(raw)
        self.finish(received)

    def basic_cancel(self, consumer_tag: str) -> None:
        queue = self._tag_to_queue.get(consumer_tag)
        super().basic_cancel(consumer_tag)
        if queue is None or self._is_broadcast(queue) or not self.connection.has_group:
            return
        if self.options.group_instance_id and self.connection.worker_is_stopping():
            return  # to unsubscribe is to leave the group, and a static member is soon back
        self.connection.group.unsubscribe(queue)

    def basic_qos(self, prefetch_size: int = 0, prefetch_count: int = 0, apply_global: bool = False) -> None:
        super().basic_qos(prefetch_size, prefetch_count, apply_global)
        self.connection.wakeup.set()

    def deliver_one(self) -> bool:
        """Hand the next message to its consumer, remote control before tasks; False if there is none to hand out."""
        transport = self.connection
        if not self._active_queues:
            return False
        if transport.has_reader:
            found = transport.reader.take(self._active_queues)
            if found is not None:
                queue, received = found
                transport.callbacks[queue](self._raw(received))
                return True
        if transport.has_group and self.qos.can_consume():
            task = transport.group.take(self._active_queues)
            if task is not None:
                self._active_queues.append(self._active_queues.pop(0))  # the next queue's turn
                self._deliver(task)
                return True
        return False

    def _deliver(self, received: Received) -> None:
        try:
            raw = self._raw(received)
        except ValueError as unreadable:
            self.dead_letter(received, str(unreadable))
            return
        if received.redeliveries > self.options.max_redeliveries:
            times = received.redeliveries
            last = received.record.at(received.topic, redeliveries=times - 1)
            self.dead_letter(replace(received, record=last), f"its worker died, or gave it back, {times} times")
            return
        raw["received"] = received
        sent_by = raw["properties"].get("delivery_info") or {}
        if sent_by.get("exchange") or self.options.is_shared(received.topic):
            # A retry copies this: it must reach this queue again, and neither others nor other groups.
            again = {"exchange": "", "routing_key": self.options.requeue_target(received.topic)}
            raw["properties"]["delivery_info"] = {**sent_by, **again}
        self.connection.callbacks[received.topic](raw)

    def _raw(self, received: Received) -> RawMessage:
        raw = to_message(received)
        raw["properties"]["delivery_tag"] = self._next_delivery_tag()
        return raw

    def _get(self, queue: str, timeout: float | None = None) -> RawMessage:
        self.connection.topics.ensure(queue)
        self.connection.group.subscribe(queue)
        deadline = time.monotonic() + (timeout or 5.0)
        while time.monotonic() < deadline:
            received = self.connection.group.take([queue])
            if received is not None:
                return {**self._raw(received), "received": received}
            self.connection.wakeup.wait(min(0.1, deadline - time.monotonic()))
            self.connection.wakeup.clear()
        raise Empty

    # -- what becomes of a delivered message -----------------------------------------------------------------------

    def finish(self, received: Received) -> None:
        if not self.closed and self.connection.has_group and self.connection.group.finish(received):
            self.connection.wakeup.set()

    def requeue(self, received: Received) -> None:
        """See it again: a keyed record in its place, any other at the end of its queue; too often is a dead letter."""
        redeliveries = received.redeliveries + 1
        if redeliveries > self.options.max_redeliveries:
            self.dead_letter(received, f"given back {redeliveries} times")
            return
        metrics.REDELIVERED.labels(received.topic).inc()
        if received.record.key is not None:
            again = replace(received, record=received.record.at(received.topic, redeliveries=redeliveries))
            self.connection.group.hold(again, min(_LONGEST_PAUSE_SECONDS, 0.1 * 2**redeliveries))
            return
        target = self.options.requeue_target(received.topic)
        self._replace(received, received.record.at(target, redeliveries=redeliveries))

    def dead_letter(self, received: Received, reason: str) -> None:
        """Set the record aside in `<queue>.dlt` with the reason, then finish it."""
        metrics.DEAD_LETTERED.labels(received.topic).inc()
        letter = received.record.at(
            f"{received.topic}{self.options.dead_letter_suffix}",
            reason=reason,
            queue=received.topic,
            group=self.options.group_id,
            redeliveries=received.redeliveries,
            partition=received.partition,
            offset=received.offset,
        )
        self._replace(received, letter)

    def _replace(self, received: Received, successor: Record) -> None:
        """Publish first, then finish: a crash in between doubles the message, never loses it."""
        try:
            self.connection.topics.ensure(successor.topic)
            self.connection.producer.send(successor)
        except (KafkaUnavailable, Refused) as failure:
            logger.error("%s could not be written, its record is kept in place: %s", successor.topic, failure)
            self.connection.group.hold(received, _TRY_AGAIN_SECONDS)
        else:
            self.finish(received)
