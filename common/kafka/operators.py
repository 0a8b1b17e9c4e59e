"""What an operator asks about the queues: how far each group has come, who consumes, what is not as configured."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from celery import Celery

from common.kafka.topics import Mismatch, Topics


@dataclass(frozen=True)
class Backlog:
    """One queue as one group sees it."""

    queue: str
    group: str
    partitions: int
    lag: int
    """Records the group has not finished, in flight ones among them."""
    worst_partition: int
    worst_lag: int
    consumers: tuple[str, ...]
    """Client id and host of each member that reads a partition of the queue."""


def topics_of(app: Celery) -> Topics:
    """The topics of the app's broker."""
    transport: Any = app.connection_for_read().transport
    topics: Topics = transport.topics
    return topics


def backlogs(app: Celery, expected: Mapping[str, Iterable[str]] = MappingProxyType({})) -> list[Backlog]:
    """Every queue that any group has read or reads, sorted; raises `KafkaUnavailable`.

    Also those that `expected` says of a group (group → queues), though it has not come to them yet.
    """
    topics = topics_of(app)
    known = set(topics.groups())
    found = []
    for group in sorted(known | expected.keys()):
        committed = topics.committed(group, None) if group in known else {}
        consumers = _consumers(topics, group) if group in known else defaultdict(list)
        for queue in sorted({*expected.get(group, ()), *consumers, *(queue for queue, _ in committed)}):
            places = topics.partitions(queue)
            if not places:  # deleted since, or not made yet
                continue
            ends, starts = topics.ends(places), topics.starts(places)
            lags = {p: max(0, ends[q, p] - max(starts[q, p], committed.get((q, p), 0))) for q, p in places}
            worst = max(lags, key=lambda partition: lags[partition])
            found.append(
                Backlog(queue, group, len(places), sum(lags.values()), worst, lags[worst], tuple(consumers[queue]))
            )
    return sorted(found, key=lambda backlog: (backlog.queue, backlog.group))


def mismatches(app: Celery) -> list[Mismatch]:
    """The topics that exist and are not as the app's options say."""
    return topics_of(app).mismatches()


def _consumers(topics: Topics, group: str) -> defaultdict[str, list[str]]:
    """The members that read each queue."""
    consumers: defaultdict[str, list[str]] = defaultdict(list)
    for name, queues in topics.members(group):
        for queue in queues:
            consumers[queue].append(name)
    return consumers
