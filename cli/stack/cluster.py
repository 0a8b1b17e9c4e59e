"""What the table of services says to each Helm release: its command, ports, probes, topics and neighbours.

How large a release is, and where its database and broker are, is no business of the table: people write that, per
environment, in charts/values/.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from cli import serve
from cli.stack import environments, gateway
from cli.stack.processes import BEAT_APP, FLOWER_APP
from common.celery import app as celery
from common.services import Service, Table, WorkerPool

DATABASE, BROKER = "MONGODB_URI", ["KAFKA_USERNAME", "KAFKA_PASSWORD"]
SECRETS = [DATABASE, "INTERNAL_SECRET", *BROKER]
PAYS = "order"
"""The service that talks to payment services, whose secrets it has."""
LOAD_BALANCERS = ["35.191.0.0/16", "130.211.0.0/22"]
"""Google's front ends and health checks."""

Values = dict[str, Any]


@dataclass(frozen=True)
class Release:
    """One `helm upgrade`."""

    name: str
    chart: str
    values: Values


def releases(table: Table, port: int) -> Iterator[Release]:
    """All of them, in the order in which they are deployed: what is called before what calls it."""
    yield Release("platform", "platform", {})
    for service in table.services:
        yield Release(service.name, "service", _web(table, service, port))
    for service in table.services:
        yield Release(f"worker-{service.name}", "service", _worker(table, service, port))
    yield Release("relay", "relay", {"relay": _relay(table, port), "beat": _beat(table)})
    yield Release("flower", "flower", {"flower": _flower(table, port)})
    yield Release("gateway", "gateway", {"gateway": _gateway(table, port)})


def files(table: Table, port: int) -> dict[str, str]:
    """path → what `helm --values` reads, per release and per environment"""
    of_releases = {f"{release.name}.yaml": release.values for release in releases(table, port)}
    of_environments = {
        f"{name}/environment.yaml": environments.values(name, port) for name in environments.environments()
    }
    return {f"charts/values/{name}": _text(values) for name, values in (of_releases | of_environments).items()}


def _text(values: Values) -> str:
    heading = "# Generated from config/services.yaml and config/environments.yaml by ci/gen. Do not edit.\n"
    return heading + yaml.dump(values, Dumper=_Plain, sort_keys=False, width=120)


class _Plain(yaml.SafeDumper):
    """Says everything in full, where YAML would point back to where it was said before."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _web(table: Table, service: Service, port: int) -> Values:
    return {
        "name": service.name,
        "kind": "web",
        "command": ["ms-commerce", "serve", service.name],
        "hookCommand": ["sh", "-c", f"ms-commerce indexes {service.name} && ms-commerce migrate {service.name}"],
        "secrets": {"from": service.name, "keys": _secrets(service.name)},
        "ports": {"http": port + service.port, "metrics": port + service.metrics_port},
        "probes": {"ready": {"path": "/ready", "port": "http"}, "live": {"path": "/health", "port": "http"}},
        "shutdown": {"drainSeconds": serve.DRAIN_SECONDS},
        "network": {
            "callers": ["gateway", *_callers(table, service)],
            "calls": _calls(table, service, port),
            "reaches": _reaches(service.name),
        },
    }


def _worker(table: Table, service: Service, port: int) -> Values:
    return {
        "name": f"worker-{service.name}",
        "kind": "worker",
        "command": ["ms-commerce", "work", service.name],
        **_pool(table, service.worker, port, secrets_of=service.name),
        "network": {"calls": _calls(table, service, port), "reaches": _reaches(service.name)},
    }


def _relay(table: Table, port: int) -> Values:
    return {
        "name": "relay",
        "kind": "worker",
        "command": ["ms-commerce", "work", "relay"],
        **_pool(table, table.relay, port, secrets_of="relay"),
        "network": {"reaches": ["mongodb", "kafka"]},
    }


def _beat(table: Table) -> Values:
    # It writes its schedule every three minutes; that is all that can be seen of it.
    alive = {"command": ["sh", "-c", "test -n \"$(find /tmp -name 'beat-schedule*' -mmin -10)\""]}
    return {
        "name": "beat",
        "kind": "beat",
        "command": [
            *("celery", "--app", BEAT_APP, "beat"),
            *("--schedule", "/tmp/beat-schedule", "--pidfile="),  # noqa: S108  # a container's own /tmp
        ],
        "secrets": {"from": "relay", "keys": SECRETS},
        "probes": {"ready": alive, "live": alive},
        "shutdown": {"preStopSeconds": 0},
        "network": {"reaches": ["kafka"]},
    }


def _flower(table: Table, port: int) -> Values:
    http = port + table.ports["flower"]
    healthy = {"path": "/healthcheck", "port": "http"}
    return {
        "name": "flower",
        "kind": "web",
        "command": ["celery", "--app", FLOWER_APP, "flower", "--address=0.0.0.0", f"--port={http}"],
        "secrets": {"from": "flower", "keys": ["INTERNAL_SECRET", *BROKER, "FLOWER_BASIC_AUTH"]},
        "ports": {"http": http},
        "probes": {"ready": healthy, "live": healthy},
        "network": {"openTo": LOAD_BALANCERS, "reaches": ["kafka"]},
    }


def _gateway(table: Table, port: int) -> Values:
    healthy = {"path": "/health", "port": "http"}
    return {
        "name": "gateway",
        "kind": "web",
        "image": "gateway",
        "command": ["nginx"],
        "ports": {"http": port + table.ports["gateway"]},
        "probes": {"ready": healthy, "live": healthy},
        # As long as nginx waits for a service; before that, until Google's load balancer has let go of the pod.
        "shutdown": {"preStopSeconds": 20, "drainSeconds": gateway.READ_TIMEOUT_SECONDS},
        "network": {
            "openTo": LOAD_BALANCERS,
            "calls": {service.name: port + service.port for service in table.services},
        },
    }


def _pool(table: Table, pool: WorkerPool, port: int, secrets_of: str) -> Values:
    alive = {"path": "/metrics", "port": "metrics"}
    return {
        "secrets": {"from": secrets_of, "keys": _secrets(secrets_of)},
        "ports": {"metrics": port + pool.metrics_port},
        "probes": {"ready": alive, "live": alive},
        "shutdown": {"preStopSeconds": 0, "drainSeconds": round(celery.DRAIN_SECONDS)},  # nobody calls it
        "consumes": {"group": pool.group, "topics": list(pool.queues), "partitions": table.partitions},
    }


def _secrets(service: str) -> list[str]:
    return [*SECRETS, "PAYMENT_PROVIDERS"] if service == PAYS else SECRETS


def _reaches(service: str) -> list[str]:
    return ["mongodb", "kafka", "payments"] if service == PAYS else ["mongodb", "kafka"]


def _calls(table: Table, service: Service, port: int) -> dict[str, int]:
    """Whose events a service hears, it may ask again: before a refusal, and when it rebuilds its replicas; some it asks
    before it deletes. Account tells everybody its public keys.
    """
    heard = [other for other in table.services if other.events in service.worker.queues or other.name == "account"]
    called = [*heard, *(other for other in table.services if other.name in service.asks)]
    return {other.name: port + other.port for other in called if other is not service or other.name == "account"}


def _callers(table: Table, service: Service) -> list[str]:
    return [
        name
        for other in table.services
        if service.name in _calls(table, other, 0)
        for name in (other.name, f"worker-{other.name}")
    ]
