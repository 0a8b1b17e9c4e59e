"""The one consumer that keeps replicas: every event of a type that the service listens to ends here."""

from datetime import UTC, datetime

from prometheus_client import Histogram

from common.contracts.events import ResourceChanged
from common.replicas.recheck import Neighbours
from common.wire.times import as_time

LAG = Histogram(
    "replica_lag_seconds",
    "From a change at the owner to its replica here",
    ["type_id"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30, 300),
)


class Keep:
    """Called with each event; raises OwnerAway where the owner must be asked and does not answer: then
    try again.
    """

    def __init__(self, neighbours: Neighbours) -> None:
        self.neighbours, self.replicas = neighbours, neighbours.replicas

    def __call__(self, event: ResourceChanged) -> None:
        if event.deleted:
            self.replicas.bury(event.project_key, event.type_id, event.id, event.version)
        elif event.json:
            self.replicas.write(event.project_key, event.type_id, event.json)
            _measure(event)
        elif not event.more:
            self._read_through(event)

    def _read_through(self, event: ResourceChanged) -> None:
        """It was too large for an event."""
        owner = self.neighbours.owners(self.replicas.listens[event.type_id].owner)
        for json in owner.in_time(event.project_key, event.type_id, [event.id]):
            self.replicas.write(event.project_key, event.type_id, json)


def _measure(event: ResourceChanged) -> None:
    if event.json and (modified := event.json.get("lastModifiedAt")):
        LAG.labels(event.type_id).observe(max((datetime.now(UTC) - as_time(modified)).total_seconds(), 0))
