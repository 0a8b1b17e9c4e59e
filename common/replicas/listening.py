"""What a service listens to, and the one consumer that keeps its replicas.

listens = [Listen("product", owner="product", lookups=skus_of), Listen("channel", owner="account")]
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from prometheus_client import Histogram

from common.contracts.events import ResourceChanged
from common.wire.times import as_time

Json = dict[str, Any]

LAG = Histogram(
    "replica_lag_seconds",
    "From a change at the owner to its replica here",
    ["type_id"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 30, 300),
)


def nothing_more(_: Json) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Listen:
    """One type of resource that a service wants to know of."""

    type_id: str
    owner: str
    """The service whose resource it is."""
    lookups: Callable[[Json], Iterable[str]] = nothing_more
    """What it is found by besides its id and key: ``"sku:abc"``. The owner must know the name (see
    ``routes``).
    """

    def lookups_of(self, json: Json) -> list[str]:
        key = [f"key:{json['key']}"] if "key" in json else []
        return sorted({*key, *self.lookups(json)})


def lag_seconds(event: ResourceChanged) -> float | None:
    modified = (event.json or {}).get("lastModifiedAt")
    return (datetime.now(UTC) - as_time(modified)).total_seconds() if modified else None


def by_type(listens: Sequence[Listen]) -> dict[str, Listen]:
    """Raises TypeError where a type is declared twice."""
    declared = {listen.type_id: listen for listen in listens}
    if len(declared) < len(listens):
        raise TypeError("a service listens to one type twice")
    return declared
