"""What a stack does while it runs, beside keeping its processes: nothing, unless the broker is the laptop's own."""

import time

from confluent_kafka import KafkaException

from cli.stack.supervisor import Supervised
from cli.stack.trim import Trim
from cli.topics import create_topics, topics_of
from common.kafka.errors import KafkaUnavailable
from common.services import Table

LOOK_EVERY_SECONDS = 1.0
TRIM_EVERY_SECONDS = 4.0


def keep_house(table: Table, kafka: Supervised | None) -> None:
    """Until interrupted: keep the log short, and give a broker that was killed the topics that it forgot.

    What it forgot of their records, the relay notices (common/replicas/lost_log.py).
    """
    seen_starts, trim, trimmed_at = 1, Trim(topics_of(table), table), time.monotonic()
    while True:
        time.sleep(LOOK_EVERY_SECONDS)
        if kafka is None:
            continue
        try:
            if (starts := kafka.starts) != seen_starts:
                create_topics(table)
                seen_starts = starts
            if time.monotonic() - trimmed_at > TRIM_EVERY_SECONDS:
                trim()
                trimmed_at = time.monotonic()
        except (KafkaUnavailable, KafkaException):
            continue  # it is being started again; we look in a second
