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
    committed = {group: topics.committed(group, None) if group in known else {} for group in known | expected.keys()}
    consumers = {group: _consumers(topics, group) if group in known else {} for group in committed}
    wanted = [
        (queue, group)
        for group, offsets in committed.items()
        for queue in {*expected.get(group, ()), *consumers[group], *(queue for queue, _ in offsets)}
    ]
    there_are = topics.all_partitions()
    places = {queue: there_are.get(queue, []) for queue, _ in wanted}
    everywhere = [place for each in places.values() for place in each]
    ends, starts = topics.ends(everywhere), topics.starts(everywhere)  # each one question to each broker

    def backlog(queue: str, group: str) -> Backlog:
        lags = {
            place[1]: max(0, ends[place] - max(starts[place], committed[group].get(place, 0)))
            for place in places[queue]
        }
        worst = max(lags, key=lambda partition: lags[partition])
        who = tuple(consumers[group].get(queue, ()))
        return Backlog(queue, group, len(lags), sum(lags.values()), worst, lags[worst], who)

    # A queue without partitions was deleted since, or is not made yet.
    return [backlog(queue, group) for queue, group in sorted(wanted) if places[queue]]


def mismatches(app: Celery) -> list[Mismatch]:
    """The topics that exist and are not as the app's options say."""
    return topics_of(app).mismatches()


def _consumers(topics: Topics, group: str) -> dict[str, list[str]]:
    """The members that read each queue."""
    consumers: defaultdict[str, list[str]] = defaultdict(list)
    for name, queues in topics.members(group):
        for queue in queues:
            consumers[queue].append(name)
    return consumers
