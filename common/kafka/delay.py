"""Messages for later, kept in Kafka instead of a worker's memory.

A worker holds a task with an ETA unfinished until it is due. For a minute that is fine; for a day the
partition's committed offset would stand still, and past the topic's retention the task would be lost. So a
message due later than `delay_threshold` goes to one of a few topics in which every record waits equally long:
its records fall due in the order they were written, so a forwarder only ever looks at the first. From there it
goes to the topic of the next shorter wait, and in the end to its queue.
"""

import time

from common.kafka.options import Options
from common.kafka.records import Received, Record


def delayed(record: Record, due: float, options: Options) -> Record:
    """The record on its way to its queue, to arrive there (a little before, within the threshold) when it is due."""
    return record.at(_topic(due - time.time(), options), due=repr(due), queue=record.topic)


def next_hop(received: Received, options: Options) -> Record:
    """Where a record goes whose wait is over."""
    due, queue = float(received.record.header("due") or 0), received.record.header("queue") or ""
    if due - time.time() > options.delay_threshold:
        return received.record.at(_topic(due - time.time(), options))
    return received.record.at(queue)


def _topic(seconds: float, options: Options) -> str:
    fitting = [bucket for bucket in options.delay_buckets if bucket <= seconds]
    return f"{options.internal_prefix}.delay.{max(fitting, default=min(options.delay_buckets))}"
