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


def trim(topics: Topics, table: Table) -> None:
    """Delete the records that each group that reads them has finished."""
    finished: dict[Place, int] = {}
    for topic, groups in readers(table).items():
        places = topics.partitions(topic)
        if places:
            finished |= finished_by_all(places, [topics.committed(group, places) for group in groups])
    if finished:
        wanted = [TopicPartition(topic, partition, offset) for (topic, partition), offset in finished.items()]
        for future in topics.native.delete_records(wanted).values():
            future.result()


def readers(table: Table) -> dict[str, list[str]]:
    """topic → the consumer groups that read it"""
    found: dict[str, list[str]] = {}
    for service in table.services:
        for queue in service.worker.queues:
            found.setdefault(queue, []).append(service.worker.group)
    return found


def finished_by_all(places: list[Place], committed: list[dict[Place, int]]) -> dict[Place, int]:
    """place → the offset before which every group is done; none where a group has yet to say so."""
    lowest = {place: min(offsets.get(place, 0) for offsets in committed) for place in places}
    return {place: offset for place, offset in lowest.items() if offset > 0}
