"""Whether the database's servers are well, as the driver's own heartbeats see it."""

from prometheus_client import Gauge, Histogram
from pymongo.monitoring import (
    ServerHeartbeatFailedEvent,
    ServerHeartbeatListener,
    ServerHeartbeatStartedEvent,
    ServerHeartbeatSucceededEvent,
)

UP = Gauge("mongodb_up", "Whether a server answered its last heartbeat", ["server"], multiprocess_mode="mostrecent")
SECONDS = Histogram(
    "mongodb_heartbeat_seconds",
    "Round trip of the driver's heartbeats",
    ["server"],
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5),
)


class Heartbeats(ServerHeartbeatListener):
    def started(self, event: ServerHeartbeatStartedEvent) -> None:
        """Nothing is known yet."""

    def succeeded(self, event: ServerHeartbeatSucceededEvent) -> None:
        server = _name(event.connection_id)
        UP.labels(server).set(1)
        if not event.awaited:  # an awaited heartbeat lasts until something changes
            SECONDS.labels(server).observe(event.duration)

    def failed(self, event: ServerHeartbeatFailedEvent) -> None:
        UP.labels(_name(event.connection_id)).set(0)


def _name(server: tuple[str, int | None]) -> str:
    host, port = server
    return f"{host}:{port}"
