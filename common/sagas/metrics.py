"""How runs fare."""

from prometheus_client import Counter, Gauge, Histogram

ENDED = Counter("sagas_ended_total", "Runs that are over", ["saga", "outcome"])
REFUSED = Counter("sagas_refused_total", "Runs that ended in a refusal, by its error code", ["saga", "code"])
DURATION = Histogram(
    "saga_duration_seconds",
    "From the start of a run to its end",
    ["saga"],
    buckets=(0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 2, 5, 15, 60, 600),
)
SENT_AGAIN = Counter("saga_commands_sent_again_total", "Commands that got no answer in time", ["saga"])
PARKED = Gauge("sagas_parked", "Runs that somebody should look at", multiprocess_mode="mostrecent")
