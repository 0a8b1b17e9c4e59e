"""What an operator asks about the queues: how far each group has come, who consumes, what is not as configured."""

from collections import defaultdict
from dataclasses import dataclass
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


def backlogs(app: Celery) -> list[Backlog]:
    """Every queue that any group has read, sorted; raises `KafkaUnavailable`."""
    topics = topics_of(app)
    found = []
    for group in topics.groups():
        committed = topics.committed(group, None)
        queues = sorted({queue for queue, _ in committed})
        consumers = _consumers(topics, group)
        for queue in queues:
            places = topics.partitions(queue)
            if not places:  # deleted since
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
