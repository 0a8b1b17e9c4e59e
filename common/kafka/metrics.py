"""What operators watch, as Prometheus metrics of the process (a worker's main process for all that is consumed)."""

import os
from functools import cache

from prometheus_client import Counter, Gauge, Histogram

PUBLISH_SECONDS = Histogram(
    "celery_kafka_publish_seconds",
    "From handing messages over to their confirmation by all in-sync replicas, once per call or batch.",
    ["topic"],
    buckets=(0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
PUBLISH_FAILURES = Counter(
    "celery_kafka_publish_failures_total", "Messages that Kafka did not confirm.", ["topic", "error"]
)
REDELIVERED = Counter("celery_kafka_redelivered_total", "Messages a worker gave back to see again.", ["queue"])
DEAD_LETTERED = Counter("celery_kafka_dead_lettered_total", "Messages set aside in <queue>.dlt.", ["queue"])
IN_FLIGHT = Gauge(
    "celery_kafka_in_flight",
    "Messages delivered to this worker and not finished.",
    ["queue"],
    multiprocess_mode="livesum",
)
LAG = Gauge(
    "celery_kafka_lag",
    "Records of a partition owned by this worker that are not finished.",
    ["queue", "partition"],
    multiprocess_mode="livemax",
)
OLDEST_UNFINISHED_SECONDS = Gauge(
    "celery_kafka_oldest_unfinished_seconds",
    "Age of the record that holds a partition's committed offset back: alert well before the topic's retention.",
    ["queue", "partition"],
    multiprocess_mode="livemax",
)


@cache  # prometheus_client's own way to a label's value costs more than counting
def publish_seconds(topic: str) -> Histogram:
    return PUBLISH_SECONDS.labels(topic)


@cache
def in_flight(queue: str) -> Gauge:
    return IN_FLIGHT.labels(queue)


def forget(queue: str, partition: int) -> None:
    """The partition is another worker's now. The files of a process with children know no removal: there it says 0."""
    for gauge in (LAG, OLDEST_UNFINISHED_SECONDS):
        gauge.labels(queue, partition).set(0)
        if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
            gauge.remove(queue, partition)
