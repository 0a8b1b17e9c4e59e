"""Every process of the platform, as the Procfile lists them.

Ports are worked out by the shell from ``PORT``, so the same lines serve two stacks side by side.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from common.services import Table

BEAT_APP, FLOWER_APP = "workers.relay.app", "workers.relay.flower"
"""What the two load, wherever they run; Flower's knows Kafka's queues."""


class Stage(IntEnum):
    """What must be there before what; a stack stops in the opposite order."""

    SERVERS = 0
    WORKERS = 1
    SERVICES = 2
    GATEWAY = 3


@dataclass(frozen=True)
class Process:
    name: str
    stage: Stage
    command: str
    """For a POSIX shell, with ``PORT`` and ``DATA_DIR`` set."""


def processes(table: Table) -> Iterator[Process]:
    """All of them, in the order in which they start."""
    yield Process("mongo", Stage.SERVERS, "ms-commerce start mongo")
    yield Process("kafka", Stage.SERVERS, "ms-commerce start kafka")
    for service in table.services:
        yield Process(service.name, Stage.SERVICES, f"ms-commerce serve {service.name}")
    for service in table.services:
        yield Process(f"worker-{service.name}", Stage.WORKERS, f"ms-commerce work {service.name}")
    yield Process("relay", Stage.WORKERS, "ms-commerce work relay")
    schedule = '--schedule "$DATA_DIR/beat-schedule" --pidfile='
    yield Process("beat", Stage.WORKERS, f"celery --app {BEAT_APP} beat {schedule}")
    flower = f"--address=127.0.0.1 --port=$((PORT + {table.ports['flower']}))"
    yield Process("flower", Stage.WORKERS, f"celery --app {FLOWER_APP} flower {flower}")
    yield Process("gateway", Stage.GATEWAY, "ms-commerce start gateway")


def procfile(table: Table) -> str:
    """The text of the Procfile."""
    lines = [f"{process.name}: {process.command}" for process in processes(table)]
    heading = "# Generated from config/services.yaml by ci/gen. Do not edit. `ms-commerce run` starts these in order."
    return "\n".join([heading, *lines]) + "\n"
