"""How well changes leave the database."""

from prometheus_client import Counter, Gauge, Histogram

PUBLISHED = Counter("events_published_total", "Changed documents told to the broker", ["type_id"])
PUBLISH_LATENCY = Histogram(
    "events_publish_latency_seconds",
    "From the oldest unsent write of a document to the broker's acknowledgement",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 300),
)
PUBLISH_FAILURES = Counter("events_publish_failures_total", "Batches that the broker or the database did not take")
UNTELLABLE = Counter("events_untellable_total", "Times that a document was found that no event can be made of")
MISSED = Counter("events_left_to_the_relay_total", "Writes that found the queue of their process full")
OUTBOX_DOCUMENTS = Gauge(
    "outbox_documents", "Documents that have something to tell", ["service"], multiprocess_mode="mostrecent"
)
OUTBOX_AGE = Gauge(
    "outbox_oldest_seconds", "Age of the oldest unsent write", ["service"], multiprocess_mode="mostrecent"
)
