"""How far a group has come, asked by a consumer that never joins it.

An AdminClient would answer, too. But where a group's coordinator has moved, as it does whenever a broker starts, the
answer to that question ends the whole process (librdkafka's issue 5040, in 2.16 too): Flower, or who counts a queue.
"""

from collections.abc import Iterable
from typing import Any

import confluent_kafka
from confluent_kafka import KafkaException, TopicPartition

from common.kafka import checks, native
from common.kafka.errors import KafkaUnavailable
from common.kafka.options import Options

_ANSWER_SECONDS = 10.0


class Committed:
    """One group's offsets, as it committed them last."""

    def __init__(self, options: Options, group_id: str) -> None:
        with checks.configuring():
            config = {**options.for_admin(), "group.id": group_id, "enable.auto.commit": False}
            self.native: Any = confluent_kafka.Consumer(config)
        native.own(self)

    def __call__(self, partitions: Iterable[tuple[str, int]]) -> dict[tuple[str, int], int]:
        """In those of these partitions where there is one."""
        places = [TopicPartition(*place) for place in partitions]
        try:
            answer = self.native.committed(places, timeout=_ANSWER_SECONDS) if places else []
        except KafkaException as failure:
            raise _told(failure.args[0]) from failure
        for at in answer:
            if at.error:
                raise _told(at.error)
        return {(at.topic, at.partition): at.offset for at in answer if at.offset >= 0}


def _told(error: Any) -> KafkaUnavailable:
    return KafkaUnavailable(f"Kafka answered {error.name()}: {error.str()}.")
