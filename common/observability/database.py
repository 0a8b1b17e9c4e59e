"""Whether the database's servers are well, as the driver's own heartbeats see it."""

from typing import Any
from weakref import WeakSet

from prometheus_client import Gauge, Histogram
from pymongo import MongoClient
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
    def __init__(self) -> None:
        self._clients = WeakSet[MongoClient[Any]]()

    def of(self, client: MongoClient[Any]) -> None:
        """The client measures round trips beside its heartbeats; it is asked for them."""
        self._clients.add(client)

    def started(self, event: ServerHeartbeatStartedEvent) -> None:
        """Nothing is known yet."""

    def succeeded(self, event: ServerHeartbeatSucceededEvent) -> None:
        server = _name(event.connection_id)
        UP.labels(server).set(1)
        # An awaited heartbeat lasts until something changes, or for ten seconds.
        seconds = self._round_trip(event.connection_id) if event.awaited else event.duration
        if seconds is not None:
            SECONDS.labels(server).observe(seconds)

    def failed(self, event: ServerHeartbeatFailedEvent) -> None:
        UP.labels(_name(event.connection_id)).set(0)

    def _round_trip(self, server: tuple[str, int | None]) -> float | None:
        for client in list(self._clients):
            described = client.topology_description.server_descriptions().get(server)
            if described is not None and described.round_trip_time is not None:
                return described.round_trip_time
        return None


def _name(server: tuple[str, int | None]) -> str:
    host, port = server
    return f"{host}:{port}"
