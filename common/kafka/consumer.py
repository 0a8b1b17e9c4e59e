"""The worker process's one member of its consumer group: read ahead a little, hand out in order, commit what is done.

A real thread polls *always*, so a task may take longer than `max.poll.interval.ms`: what is too much is paused, not
left unpolled. Everything else (`take`, `finish`, `hold`) may be called from any thread.

Only the polling thread touches librdkafka's handle: confluent-kafka lets one thread in at a time, so another one's
commit would wait for the poll to end, and for ever if the poll runs a rebalance callback that waits for our lock.

Records with a key are handed out one at a time per key; their successors wait in the key's line until `finish`.
"""

import os
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from typing import Any

import confluent_kafka
from confluent_kafka import OFFSET_BEGINNING, OFFSET_INVALID, KafkaError, KafkaException, TopicPartition
from kombu.log import get_logger

from common.kafka import checks, metrics, native
from common.kafka.caution import Caution
from common.kafka.errors import KafkaUnavailable
from common.kafka.options import Options
from common.kafka.partition import Partition
from common.kafka.records import Received
from common.kafka.topics import topics_for

logger = get_logger(__name__)

Place = tuple[str, int]  # topic, partition
Identity = tuple[str, int, int, int]  # and offset, timestamp: a topic made anew starts its offsets again

_IDLE_POLL_SECONDS = 0.05
_BUSY_POLL_SECONDS = 0.01  # while tasks run: so long may what they finished stay uncommitted
_METRICS_EVERY_SECONDS = 5.0
_ANSWER_SECONDS = 1.0
_COMMIT_AGAIN_SECONDS = 0.5
_LOOK_AGAIN_SECONDS = 0.5
_LET_END_SECONDS, _LOOK_WHETHER_ENDED_SECONDS = 2.0, 0.01  # what another worker is to take over
_TIMES_ASKED, _ANSWER_TO_ASSIGNED_SECONDS = 3, 10.0  # for what is committed; together well below `max_poll_interval`


class GroupConsumer:
    """Reads the queues given to `subscribe` until `close`; calls `on_ready` from its thread when there is something."""

    def __init__(self, options: Options, on_ready: Callable[[], None]) -> None:
        self._options = options
        self._on_ready = on_ready
        self._lock = native.lock()
        self._wanted: set[str] = set()
        self._subscribed: set[str] = set()
        self._partitions: dict[Place, Partition] = {}
        self._ready: defaultdict[str, deque[Received]] = defaultdict(deque)
        self._lines: dict[tuple[str, bytes], deque[Received]] = {}  # present while a record of the key is unfinished
        self._held: list[tuple[float, Received]] = []
        self._running: dict[Identity, Received] = {}
        self._alone: Identity | None = None  # until it is finished, nothing else is handed out
        self._commit_outstanding = False
        self._committed_at = 0.0
        self._measured_at = 0.0
        self._look_around_at: float | None = None
        self._looked_around = options.group_instance_id is None
        self.closing = False
        self._closed = native.signal()
        self._pid = os.getpid()
        self.failure: Exception | None = None
        self._refusal: KafkaError | None = None
        config = options.for_group(options.group_id, options.group_instance_id)
        self._from_the_start = config["auto.offset.reset"] == "earliest"
        callbacks = {"on_commit": self._on_commit, "error_cb": self._on_error}
        with checks.configuring():
            self.native = confluent_kafka.Consumer({**config, **native.LOGGED, **callbacks})
        native.own(self)
        native.start_thread(self._run)

    # -- for the channel -------------------------------------------------------------------------------------------

    def subscribe(self, queue: str) -> None:
        with self._lock:
            self._wanted.add(queue)

    def unsubscribe(self, queue: str) -> None:
        """Hand out no more of the queue; its partitions are given up once nothing of it is unfinished."""
        with self._lock:
            self._wanted.discard(queue)

    def take(self, queues: Iterable[str]) -> Received | None:
        """The next record of any of the queues, if there is one."""
        with self._lock:
            for queue in queues:
                ready = self._ready.get(queue)
                while ready and self._alone in (None, _identity(ready[0])):
                    received = ready.popleft()
                    if self._may_start(received):
                        return received
        return None

    def finish(self, received: Received) -> bool:
        """The record is done: never hand it out again, and let its key's successor through.

        Whether there is something to take, perhaps for this only.
        """
        with self._lock:
            self._running.pop(_identity(received), None)
            partition = self._partitions.get((received.topic, received.partition))
            if partition is not None:
                partition.finish(received.offset)
            if self._alone == _identity(received):
                self._alone = None
            self._next_of_key(received)
            metrics.in_flight(received.topic).dec()
            return any(self._ready.values())

    def hold(self, received: Received, seconds: float) -> None:
        """Hand the record out again after a while; it keeps its place before its key's successors."""
        with self._lock:
            metrics.in_flight(received.topic).dec()
            if self._alone == _identity(received):
                self._alone = None
            self._held.append((native.now() + seconds, received))

    def close(self) -> None:
        """Commit and leave the group (a static member stays in it)."""
        if self._pid != os.getpid():
            return
        self.closing = True
        self._closed.wait(10.0)

    # -- under the lock --------------------------------------------------------------------------------------------

    def _may_start(self, received: Received) -> bool:
        partition = self._partitions.get((received.topic, received.partition))
        if partition is None:  # revoked since
            return False
        key = _key(received)
        if key is not None:
            line = self._lines.get(key)
            if line is not None:
                line.append(received)
                return False
            self._lines[key] = deque()
        partition.waiting -= 1
        partition.waiting_bytes -= len(received.record.value)
        self._running[_identity(received)] = received
        metrics.in_flight(received.topic).inc()
        return True

    def _next_of_key(self, received: Received) -> None:
        key = _key(received)
        line = self._lines.pop(key, None) if key is not None else None
        if line:
            self._ready[received.topic].extendleft(reversed(line))

    def _write_down(self) -> None:
        """Choose what careful partitions hand out next; a suspect once all else has ended, and nothing beside it."""
        for partition in self._partitions.values():
            if partition.caution is None:
                continue
            suspect = partition.caution.suspect
            if suspect is None:
                if self._alone is None:
                    partition.caution.write_down()
                continue
            if self._alone is None and not self._goes_behind(suspect):
                self._alone = _identity(suspect)
            if self._alone == _identity(suspect) and not self._at_work:
                partition.caution.write_down()

    def _goes_behind(self, received: Received) -> bool:
        """Whether another record of its key was handed out before it and is unfinished, or was given back."""
        key = _key(received)
        return key is not None and (
            key in self._lines or any(_key(each) == key for each in self._ready[received.topic])
        )

    @property
    def _at_work(self) -> bool:
        """Whether anything runs; what waits here for its ETA does not."""
        return any(not received.is_for_later for received in self._running.values())

    def _uncommitted(
        self, partitions: Iterable[tuple[Place, Partition]], leaving: bool = False
    ) -> list[TopicPartition]:
        offsets = []
        for (topic, number), partition in partitions:
            state = partition.state(leaving)
            # What is on its way may fail.
            if state is not None and (state != partition.committed or self._commit_outstanding):
                partition.committed = state
                offsets.append(TopicPartition(topic, number, *state))
        return offsets

    # -- in the polling thread ---------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            while not self.closing:
                self._follow_subscription()
                self._look_around()
                self._follow_flow()
                self._release_held()
                self._measure()
                self._commit_soon()
                self._read()
        except Exception as failure:
            self.failure = failure
            self._on_ready()
        finally:
            self._leave()
            self._closed.set()

    def _commit_soon(self) -> None:
        """Commit what is new, unless a commit is on its way or was a moment ago."""
        if self._commit_outstanding or native.now() - self._committed_at < self._options.commit_interval:
            return
        with self._lock:
            self._write_down()
            offsets = self._uncommitted(self._partitions.items())
            if not offsets:  # what was chosen needed no word
                self._hand_out_written()
                return
        self._commit_outstanding = True
        self._committed_at = native.now()
        try:
            self.native.commit(offsets=offsets, asynchronous=True)
        except KafkaException as failure:
            self._on_commit(failure.args[0], offsets)
            logger.debug("commit postponed: %s", failure)

    def _on_error(self, error: KafkaError) -> None:
        """A fatal error is told here alone, while polling goes on and brings nothing: so a broker that was killed may
        come back with an older idea of who a static member is, and fence the one that lives."""
        if _is_hopeless(error):
            self._refusal = error

    def _read(self) -> None:
        message = self.native.poll(
            _BUSY_POLL_SECONDS if self._running or self._commit_outstanding else _IDLE_POLL_SECONDS
        )
        if self._refusal is not None:
            raise KafkaUnavailable(f"Kafka refuses this consumer: {self._refusal.str()}.")
        if message is None:
            return
        batch = [message, *self.native.consume(100, 0)]
        arrived = False
        for message in batch:
            error = message.error()
            if error is None:
                arrived = self._receive(Received.of(message)) or arrived
            elif _is_hopeless(error):
                raise KafkaUnavailable(f"Kafka refuses this consumer: {error.str()}.")
            elif error.code() != KafkaError._PARTITION_EOF:
                logger.debug("while polling: %s", error.str())
        if arrived:
            self._on_ready()

    def _receive(self, received: Received) -> bool:
        with self._lock:
            partition = self._partitions.get((received.topic, received.partition))
            if partition is None or not partition.progress.receive(received.offset, received.timestamp_ms):
                return False
            if _identity(received) in self._running:  # it came back in a rebalance and still runs here
                return False
            if not self._options.concerns_us(received.record):
                partition.progress.finish(received.offset)
                return False
            partition.waiting += 1
            partition.waiting_bytes += len(received.record.value)
            if partition.caution is not None:
                partition.caution.add(received)
                return False
            self._ready[received.topic].append(received)
            return True

    def _follow_subscription(self) -> None:
        with self._lock:
            if self._wanted == self._subscribed:
                return
            unfinished = {received.topic for received in self._running.values()}
            wanted = self._wanted | (self._subscribed & unfinished)
            if wanted == self._subscribed:
                return
            self._subscribed = wanted
        if wanted:
            self.native.subscribe(
                sorted(wanted), on_assign=self._on_assign, on_revoke=self._on_revoke, on_lost=self._on_lost
            )
        else:
            self.native.unsubscribe()

    def _look_around(self) -> None:
        """Join anew, once, if Kafka gave this member what it read before, and not what it reads now.

        It gives a static member that comes back its former partitions without asking what it wants (KIP-345). A queue
        that is new to the whole group would have no reader, and one it gave up no other, until the next rebalance.
        """
        if self._look_around_at is None or native.now() < self._look_around_at:
            return
        self._look_around_at = native.now() + _LOOK_AGAIN_SECONDS
        with self._lock:
            held = {topic for topic, _ in self._partitions}
        fits = held <= self._subscribed
        if fits and held != self._subscribed:  # others may have the rest
            try:
                read = topics_for(self._options).read_by(self._options.group_id)
            except KafkaUnavailable as failure:
                logger.debug("the group could not be looked at: %s", failure)
                return
            if read is None:
                return
            fits = self._subscribed <= read
        self._look_around_at, self._looked_around = None, True
        if not fits:
            logger.info("joins its group anew: it was given what it read before, not what it reads now")
            self.native.unsubscribe()
            self._subscribed = set()

    def _follow_flow(self) -> None:
        pause: list[TopicPartition] = []
        resume: list[TopicPartition] = []
        with self._lock:
            for (topic, number), partition in self._partitions.items():
                pausing = partition.wants_to_pause(self._options.fetch_ahead)
                if pausing != partition.paused:
                    partition.paused = pausing
                    (pause if pausing else resume).append(TopicPartition(topic, number))
        if pause:
            self.native.pause(pause)
        if resume:
            self.native.resume(resume)

    def _release_held(self) -> None:
        with self._lock:
            due = [received for when, received in self._held if when <= native.now()]
            self._held = [(when, received) for when, received in self._held if when > native.now()]
            for received in due:
                self._running.pop(_identity(received), None)
                partition = self._partitions.get((received.topic, received.partition))
                if partition is not None:
                    partition.waiting += 1
                    partition.waiting_bytes += len(received.record.value)
                self._next_of_key(received)
                if partition is not None:
                    self._ready[received.topic].appendleft(received)
        if due:
            self._on_ready()

    def _on_assign(self, consumer: Any, assigned: list[TopicPartition]) -> None:
        assigned, unread = self._where_to_begin(consumer, assigned)
        never_read = unread if self._from_the_start else set()
        opening = []
        with self._lock:
            for at in assigned:
                partition = self._partitions[_place(at)] = Partition.taken_over(at, _place(at) in never_read)
                if partition.caution is None:
                    opening.append(TopicPartition(at.topic, at.partition, *partition.opened()))
        self._open(consumer, opening)
        for at in assigned:
            if _place(at) in never_read:
                # Else librdkafka would ask once more, and if refused read nothing (its issue 5586).
                at.offset = OFFSET_BEGINNING
        consumer.incremental_assign(assigned)
        consumer.resume(assigned)  # librdkafka remembers what was paused when it was lost
        if not self._looked_around:
            self._look_around_at = native.now() + _LOOK_AGAIN_SECONDS
        if assigned:
            logger.info("reads %s", _told(assigned))

    def _where_to_begin(self, consumer: Any, assigned: list[TopicPartition]) -> tuple[list[TopicPartition], set[Place]]:
        """The partitions with what their group committed, and those of which it never committed anything."""
        for _ in range(_TIMES_ASKED):
            try:
                told = consumer.committed(assigned, timeout=_ANSWER_TO_ASSIGNED_SECONDS)
            except KafkaException as failure:
                logger.warning("committed offsets could not be read: %s", failure)
            else:
                return told, {_place(at) for at in told if at.offset == OFFSET_INVALID and at.error is None}
        return assigned, set()  # librdkafka asks again; some tasks may run again

    def _open(self, consumer: Any, places: list[TopicPartition]) -> None:
        """Take back the word `left` of the last owner before anything of its partitions runs."""
        if not places:
            return
        try:
            consumer.commit(offsets=places, asynchronous=False)
        except KafkaException as failure:
            logger.debug("partitions could not be opened: %s", failure)
            with self._lock:
                for at in places:
                    self._partitions[_place(at)].caution = Caution({})

    def _on_revoke(self, consumer: Any, revoked: list[TopicPartition]) -> None:
        places = [(at.topic, at.partition) for at in revoked]
        self._let_end(places)
        with self._lock:
            ours = [(place, self._partitions[place]) for place in places if place in self._partitions]
            offsets = self._uncommitted(ours, leaving=True)
        if offsets:
            try:
                consumer.commit(offsets=offsets, asynchronous=False)
            except KafkaException as failure:
                logger.warning("finished tasks may run again: they could not be committed: %s", failure)
        self._drop(places)
        consumer.incremental_unassign(revoked)
        if revoked:
            logger.info("gave up %s", _told(revoked))

    def _let_end(self, places: list[Place]) -> None:
        """Hand out no more of these partitions, and wait a moment for what was: else it would run again elsewhere."""
        with self._lock:
            leaving = self._partitions.keys() & set(places)
            self._take_back(leaving)
        give_up_at = native.now() + _LET_END_SECONDS
        while not self.closing and native.now() < give_up_at and self._works_on(leaving):
            native.sleep(_LOOK_WHETHER_ENDED_SECONDS)

    def _works_on(self, places: set[Place]) -> bool:
        """Whether anything of these partitions has begun; neither waits for its ETA nor to be handed out again."""
        with self._lock:
            held = {_identity(received) for _, received in self._held}
            return any(
                identity[:2] in places and identity not in held and not received.is_for_later
                for identity, received in self._running.items()
            )

    def _take_back(self, places: set[Place]) -> None:
        for topic, ready in self._ready.items():
            self._ready[topic] = deque(r for r in ready if (r.topic, r.partition) not in places)
        for key, line in self._lines.items():
            self._lines[key] = deque(r for r in line if (r.topic, r.partition) not in places)

    def _on_lost(self, consumer: Any, lost: list[TopicPartition]) -> None:
        self._drop([(at.topic, at.partition) for at in lost])
        consumer.incremental_unassign(lost)
        logger.warning("lost %s: it was not heard of for longer than session_timeout", _told(lost))

    def _drop(self, places: list[Place]) -> None:
        gone = set(places)
        with self._lock:
            for place in places:
                self._partitions.pop(place, None)
                metrics.forget(*place)
            if self._alone is not None and self._alone[:2] in gone:
                self._alone = None
            self._take_back(gone)

    def _on_commit(self, error: KafkaError | None, offsets: list[TopicPartition]) -> None:
        with self._lock:
            self._commit_outstanding = False
            if error is None and not any(at.error for at in offsets):
                self._hand_out_written()
                return
            self._committed_at = native.now() + _COMMIT_AGAIN_SECONDS
            for at in offsets:
                partition = self._partitions.get((at.topic, at.partition))
                if partition is not None:
                    partition.committed = None

    def _hand_out_written(self) -> None:
        written = [
            received
            for partition in self._partitions.values()
            if partition.caution is not None
            for received in partition.caution.confirm()
        ]
        written.sort(key=lambda each: _identity(each) != self._alone)  # that one first
        for received in reversed(written):
            self._ready[received.topic].appendleft(received)
        if written:
            self._on_ready()

    def _leave(self) -> None:
        with self._lock:
            offsets = self._uncommitted(self._partitions.items(), leaving=True)
        try:
            if offsets and self.failure is None:
                self.native.commit(offsets=offsets, asynchronous=False)
        except KafkaException as failure:
            logger.warning("finished tasks may run again: they could not be committed: %s", failure)
        for place in list(self._partitions):
            metrics.forget(*place)
        self._partitions.clear()
        self.native.close()

    # -- metrics -----------------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        if native.now() - self._measured_at < _METRICS_EVERY_SECONDS:
            return
        self._measured_at = native.now()
        with self._lock:
            measured = [
                (place, partition.progress.base, partition.progress.oldest_unfinished_ms)
                for place, partition in self._partitions.items()
            ]
        for place, base, oldest_ms in measured:
            try:
                lag = self._lag(TopicPartition(*place), base)
            except (KafkaException, KafkaUnavailable):
                return  # and ask no more: the polling thread has other things to do
            if lag is not None:
                metrics.LAG.labels(*place).set(lag)
            age = 0.0 if oldest_ms is None else max(0.0, native.epoch() - oldest_ms / 1000)
            metrics.OLDEST_UNFINISHED_SECONDS.labels(*place).set(age)

    def _lag(self, at: TopicPartition, base: int | None) -> int | None:
        """Records not finished; None where that is not known yet."""
        _, end = self.native.get_watermark_offsets(at, cached=True)
        if end < 0:  # nothing was fetched yet
            return None
        if base is None and end:  # nothing was ever finished; what is kept may begin anywhere
            answer = self.native.get_watermark_offsets(at, timeout=_ANSWER_SECONDS)
            if answer is None:
                raise KafkaUnavailable("Kafka did not say in time where a partition begins.")
            base = answer[0]
        return max(0, end - (base or 0))


_HOPELESS = {
    KafkaError._FATAL,
    KafkaError._AUTHENTICATION,
    KafkaError.GROUP_AUTHORIZATION_FAILED,
    KafkaError.TOPIC_AUTHORIZATION_FAILED,
    KafkaError.SASL_AUTHENTICATION_FAILED,
    KafkaError.UNSUPPORTED_SASL_MECHANISM,
    KafkaError.FENCED_INSTANCE_ID,
    KafkaError.INVALID_GROUP_ID,
    KafkaError.INVALID_SESSION_TIMEOUT,
    KafkaError.INCONSISTENT_GROUP_PROTOCOL,
}


def _is_hopeless(error: KafkaError) -> bool:
    return error.fatal() or error.code() in _HOPELESS


def _told(places: list[TopicPartition]) -> str:
    return ", ".join(sorted(f"{at.topic}[{at.partition}]" for at in places))


def _place(at: TopicPartition) -> Place:
    return at.topic, at.partition


def _identity(received: Received) -> Identity:
    return received.topic, received.partition, received.offset, received.timestamp_ms


def _key(received: Received) -> tuple[str, bytes] | None:
    return None if received.record.key is None else (received.topic, received.record.key)
