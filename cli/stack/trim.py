"""Keeping the laptop's log short.

noida-db writes its whole log anew, as JSON, two seconds after any change: with 10 MB in it that takes a fifth of a
core, with 100 MB two thirds. Replicas are rebuilt from their owners, never from the log, so what every group has
read is of no more use. A real broker's retention is its own affair.
"""

from confluent_kafka import TopicPartition

from common.kafka.topics import Topics
from common.services import Table

Place = tuple[str, int]
"""Topic and partition."""

BROADCAST = ("_celeryev", "_celery.pidbox", "_celery.reply")
"""What Celery's workers tell all: events, remote control, its answers."""


class Trim:
    """Done again and again, some seconds apart."""

    def __init__(self, topics: Topics, table: Table) -> None:
        self._topics, self._table = topics, table
        self._broadcast_ends: dict[Place, int] = {}

    def __call__(self) -> None:
        """Delete the records that each group that reads them has finished, and what was broadcast before last time."""
        finished = self._broadcast_ends | self._finished()
        if finished:
            wanted = [TopicPartition(topic, partition, offset) for (topic, partition), offset in finished.items()]
            for future in self._topics.native.delete_records(wanted).values():
                future.result()
        # Whoever listens to these does so from now on, in no group, and has read them within a moment.
        places = [place for topic in BROADCAST for place in self._topics.partitions(topic)]
        self._broadcast_ends = {place: end for place, end in self._topics.ends(places).items() if end > 0}

    def _finished(self) -> dict[Place, int]:
        finished: dict[Place, int] = {}
        for topic, groups in readers(self._table).items():
            if places := self._topics.partitions(topic):
                finished |= finished_by_all(places, [self._topics.committed(group, places) for group in groups])
        return finished


def readers(table: Table) -> dict[str, list[str]]:
    """topic → the consumer groups that read it"""
    found: dict[str, list[str]] = {}
    for pool in table.pools():
        for queue in pool.queues:
            found.setdefault(queue, []).append(pool.group)
    return found


def finished_by_all(places: list[Place], committed: list[dict[Place, int]]) -> dict[Place, int]:
    """place → the offset before which every group is done; none where a group has yet to say so."""
    lowest = {place: min(offsets.get(place, 0) for offsets in committed) for place in places}
    return {place: offset for place, offset in lowest.items() if offset > 0}
