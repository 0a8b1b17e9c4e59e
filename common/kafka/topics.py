"""The topics behind the queues: made as configured, and a difference from the configuration is said aloud."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from confluent_kafka import ConsumerGroupState, KafkaError, KafkaException, TopicPartition
from confluent_kafka.admin import AdminClient, NewTopic, OffsetSpec  # type: ignore[attr-defined]
from kombu.log import get_logger

from common.kafka import checks, native
from common.kafka.committed import Committed
from common.kafka.errors import KafkaUnavailable, Refused
from common.kafka.options import Options, TopicShape

logger = get_logger(__name__)
_EARLIEST: Any = OffsetSpec.earliest()  # type: ignore[no-untyped-call]
_LATEST: Any = OffsetSpec.latest()  # type: ignore[no-untyped-call]
_LEGAL = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-")
_KNOWN_WITHIN_SECONDS = 10.0
_BARRED = {KafkaError._AUTHENTICATION, KafkaError._SSL, KafkaError.SASL_AUTHENTICATION_FAILED}
_PASSING = {
    KafkaError.NOT_LEADER_FOR_PARTITION,
    KafkaError.LEADER_NOT_AVAILABLE,
    KafkaError.UNKNOWN_LEADER_EPOCH,
    KafkaError.FENCED_LEADER_EPOCH,
    KafkaError.COORDINATOR_NOT_AVAILABLE,
    KafkaError.COORDINATOR_LOAD_IN_PROGRESS,
    KafkaError.NOT_COORDINATOR,
}
_SETTLED_WITHIN_SECONDS = 5.0
_TROUBLE = {KafkaError._TRANSPORT, KafkaError._RESOLVE}


@dataclass(frozen=True)
class Mismatch:
    """A topic that is not as configured."""

    topic: str
    wanted: TopicShape
    partitions: int
    replication_factor: int

    def __str__(self) -> str:
        return (
            f"Topic {self.topic} has {self.partitions} partitions and replication factor {self.replication_factor},"
            f" but {self.wanted.partitions} and {self.wanted.replication_factor} are configured."
        )


class Topics:
    """Use `topics_for(options)`: one per process and cluster."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self._answered = False
        self._barred: str | None = None
        self._trouble: str | None = None
        config: dict[str, Any] = {**options.for_admin(), "error_cb": self._on_error}
        with checks.configuring():
            self.native = AdminClient(config)
        self._known: set[str] = set()
        self._committed: dict[str, Committed] = {}
        self._pid = os.getpid()
        native.own(self)

    @property
    def is_usable(self) -> bool:
        """Not in a child of the process that made it."""
        return self._pid == os.getpid()

    def check_reachable(self, timeout_seconds: float) -> None:
        """Unless a broker answered this process last time: one more connection costs nothing, also where Kafka is mute
        and callers shall hear at once that too much waits for it.
        """
        if not self._answered:
            self._metadata(timeout_seconds)

    def ensure(self, topic: str) -> None:
        """See to it that the topic exists; raises `Refused` where it cannot or may not be made."""
        if topic in self._known:
            return
        if not topic or not _LEGAL.issuperset(topic) or len(topic) > 249:
            raise Refused(f"Queue {topic!r} cannot be a Kafka topic: use at most 249 of A-Z a-z 0-9 . _ -")
        existing = self._metadata().topics.get(topic)
        if existing is None:
            self._create(topic)
            self._wait_until_known(topic)
        else:
            mismatch = self._mismatch(existing)
            if mismatch is not None:
                logger.warning("%s", mismatch)
        self._known.add(topic)

    def forget(self, topic: str) -> None:
        self._known.discard(topic)

    def exists(self, topic: str) -> bool:
        return topic in self._metadata().topics

    def mismatches(self) -> list[Mismatch]:
        """Every existing topic that differs from what the options say of it."""
        found = (
            self._mismatch(topic) for name, topic in self._metadata().topics.items() if name != "__consumer_offsets"
        )
        return [mismatch for mismatch in found if mismatch is not None]

    def size(self, topic: str, group_id: str) -> int:
        """Records that the group has not finished: not yet read, or in flight."""
        partitions = self.partitions(topic)
        ends, starts = self.ends(partitions), self.starts(partitions)
        done = self.committed(group_id, partitions)
        return sum(max(0, end - max(starts[place], done.get(place, 0))) for place, end in ends.items())

    def purge(self, topic: str) -> None:
        """Delete every record of the topic, for all groups."""
        self.delete_before(self.ends(self.partitions(topic)))

    def delete_before(self, ends: Mapping[tuple[str, int], int]) -> None:
        """Delete what stands before these offsets, for all groups."""
        wanted = [TopicPartition(topic, partition, end) for (topic, partition), end in ends.items()]
        self._results(lambda: self.native.delete_records(wanted))

    def delete(self, topic: str) -> None:
        self.forget(topic)
        self._results(lambda: self.native.delete_topics([topic]))

    def partitions(self, topic: str) -> list[tuple[str, int]]:
        return self.all_partitions().get(topic, [])

    def all_partitions(self) -> dict[str, list[tuple[str, int]]]:
        """Those of each topic there is."""
        topics = self._metadata().topics.items()
        return {name: [(name, partition) for partition in sorted(topic.partitions)] for name, topic in topics}

    def ends(self, partitions: list[tuple[str, int]]) -> dict[tuple[str, int], int]:
        return self._offsets(partitions, _LATEST)

    def starts(self, partitions: list[tuple[str, int]]) -> dict[tuple[str, int], int]:
        return self._offsets(partitions, _EARLIEST)

    def groups(self) -> list[str]:
        """The ids of all consumer groups."""
        answer = self._results(lambda: {"groups": self.native.list_consumer_groups()})["groups"]
        return sorted(group.group_id for group in answer.valid)

    def members(self, group_id: str) -> list[tuple[str, set[str]]]:
        """Each member of a group, as `client@host`, and the topics it reads."""
        group = self._results(lambda: self.native.describe_consumer_groups([group_id]))[group_id]
        return [
            (f"{member.client_id}@{member.host.lstrip('/')}", {at.topic for at in member.assignment.topic_partitions})
            for member in group.members
        ]

    def read_by(self, group_id: str) -> set[str] | None:
        """The topics that the members of a group read; None while it is being rebalanced."""
        group = self._results(lambda: self.native.describe_consumer_groups([group_id]))[group_id]
        if group.state != ConsumerGroupState.STABLE:
            return None
        return {at.topic for member in group.members for at in member.assignment.topic_partitions}

    def committed(self, group_id: str, partitions: list[tuple[str, int]] | None) -> dict[tuple[str, int], int]:
        """The offsets a group committed, in these partitions or (None) in all."""
        if group_id not in self._committed:
            self._committed[group_id] = Committed(self.options, group_id)
        if partitions is None:
            partitions = [place for places in self.all_partitions().values() for place in places]
        return self._committed[group_id](partitions)

    def _offsets(self, partitions: list[tuple[str, int]], when: Any) -> dict[tuple[str, int], int]:
        if not partitions:
            return {}
        wanted = {TopicPartition(*place): when for place in partitions}
        answers = self._results(
            lambda: {(at.topic, at.partition): f for at, f in self.native.list_offsets(wanted).items()}
        )
        return {place: answer.offset for place, answer in answers.items()}

    def _create(self, topic: str) -> None:
        if not self.options.create_topics:
            raise Refused(f"Topic {topic!r} does not exist and create_topics is off.")
        shape = self.options.shape_of(topic)
        new = NewTopic(topic, shape.partitions, shape.replication_factor, config=dict(shape.config))
        try:
            native.result(self.native.create_topics([new])[topic])
        except KafkaException as failure:
            error = failure.args[0]
            if error.code() == KafkaError.TOPIC_ALREADY_EXISTS:
                return
            if error.retriable() or error.code() < 0:
                raise KafkaUnavailable(f"Topic {topic!r} could not be made: {error.str()}.") from failure
            raise Refused(f"Topic {topic!r} could not be made: {error.str()}.") from failure

    def _wait_until_known(self, topic: str) -> None:
        """A topic that was made, maybe by another process a moment ago, is not at once in what brokers tell."""
        give_up_at = time.monotonic() + _KNOWN_WITHIN_SECONDS
        while not self.partitions(topic):
            if time.monotonic() > give_up_at:
                raise KafkaUnavailable(f"Topic {topic!r} was made, but the brokers do not know of it.")
            time.sleep(0.02)

    def _mismatch(self, topic: Any) -> Mismatch | None:
        wanted = self.options.shape_of(topic.topic)
        partitions = len(topic.partitions)
        replication = max((len(partition.replicas) for partition in topic.partitions.values()), default=0)
        if partitions == wanted.partitions and wanted.replication_factor in (-1, replication):
            return None
        return Mismatch(topic.topic, wanted, partitions, replication)

    def _metadata(self, timeout_seconds: float = 10.0) -> Any:
        try:
            metadata = self.native.list_topics(timeout=timeout_seconds)
        except KafkaException as failure:
            self._answered = False
            self._barred = None
            self.native.poll(0)  # hear why, as often as it was said since
            servers, reason = self.options.bootstrap_servers, self._trouble or failure.args[0].str()
            if self._barred is not None:
                raise KafkaUnavailable(f"Kafka at {servers} cannot be used: {self._barred}.") from failure
            raise KafkaUnavailable(f"Kafka at {servers} does not answer: {reason}.") from failure
        self._answered = True
        return metadata

    def _on_error(self, error: KafkaError) -> None:
        if error.code() in _BARRED:
            self._barred = error.str().rstrip(".")
        elif error.code() in _TROUBLE:
            self._trouble = error.str().rstrip(".")

    @staticmethod
    def _results(ask: Callable[[], dict[Any, Any]]) -> dict[Any, Any]:
        """What became of each; asked again for a while where leaders are just changing."""
        give_up_at = time.monotonic() + _SETTLED_WITHIN_SECONDS
        while True:
            try:
                return {name: native.result(future) for name, future in ask().items()}
            except KafkaException as failure:
                error = failure.args[0]
                if error.code() not in _PASSING or time.monotonic() > give_up_at:
                    raise KafkaUnavailable(f"Kafka answered {error.name()}: {error.str()}.") from failure
            time.sleep(0.1)


_topics: dict[tuple[int, str], Topics] = {}


def topics_for(options: Options) -> Topics:
    key = (os.getpid(), repr(options))
    if key not in _topics:
        _topics[key] = Topics(options)
    return _topics[key]


os.register_at_fork(after_in_child=_topics.clear)
