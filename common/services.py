"""The one table of services, config/services.yaml, as values.

Everything that says which path, port, topic or consumer group belongs to whom reads it through here: the
gateway's routes, the Procfile, the topics, the worker pools.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True)
class WorkerPool:
    """The Celery workers of one service; together they are one consumer group."""

    group: str
    queues: tuple[str, ...]
    metrics_port: int
    concurrency: int = 8


@dataclass(frozen=True)
class Service:
    """One HTTP service. Ports are offsets from ``PORT``."""

    name: str
    port: int
    metrics_port: int
    health: str
    events: str
    worker: WorkerPool
    paths: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    """Services that are asked before something is deleted, or referred to, beside those whose events it hears."""
    project: bool = False
    threads: int = 64
    """Requests at once per web process; more where many of them wait for a saga."""

    @property
    def openapi(self) -> str:
        """Where it says what it serves."""
        return self.health.removesuffix("health") + "openapi.json"


@dataclass(frozen=True)
class Topic:
    """A Kafka topic and how it is cut."""

    name: str
    partitions: int


@dataclass(frozen=True)
class Table:
    """All of config/services.yaml."""

    services: tuple[Service, ...]
    ports: dict[str, int]
    """Port offsets of what is not a service: gateway, mongo, kafka, flower."""
    relay: WorkerPool
    partitions: int
    replication_factor: dict[str, int]
    dead_letter_suffix: str

    def __getitem__(self, name: str) -> Service:
        return next(service for service in self.services if service.name == name)

    def pools(self) -> Iterator[WorkerPool]:
        """Every consumer group there is."""
        yield from (service.worker for service in self.services)
        yield self.relay

    def topics(self) -> Iterator[Topic]:
        """Every topic the platform needs, each with the one that takes its dead letters."""
        names = {service.events for service in self.services} | {
            queue for pool in self.pools() for queue in pool.queues
        }
        for name in sorted(names):
            yield Topic(name, self.partitions)
            yield Topic(name + self.dead_letter_suffix, 1)


def read(table: dict[str, Any]) -> Table:
    """The table from its YAML; an unknown or missing key is a ``TypeError`` that names it."""
    return Table(
        services=tuple(_service(name, dict(row)) for name, row in table["services"].items()),
        ports={name: table[name]["port"] for name in ("gateway", "mongo", "kafka", "flower")},
        relay=_pool(table["relay"]),
        partitions=table["topics"]["partitions"],
        replication_factor=table["topics"]["replication_factor"],
        dead_letter_suffix=table["topics"]["dead_letter_suffix"],
    )


@cache
def table() -> Table:
    """The table this installation runs by."""
    return read(yaml.safe_load(files("config").joinpath("services.yaml").read_text("utf-8")))


def _service(name: str, row: dict[str, Any]) -> Service:
    row |= {key: tuple(row[key]) for key in ("paths", "roots", "asks") if key in row}
    return Service(name, worker=_pool(row.pop("worker")), **row)


def _pool(row: dict[str, Any]) -> WorkerPool:
    return WorkerPool(**row | {"queues": tuple(row["queues"])})
