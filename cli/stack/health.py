"""How to tell that each process of a stack does its work, asked from outside like any client would."""

import time
from collections.abc import Callable
from functools import partial

import httpx

from cli.stack.embedded import kafka_answers, mongo_answers
from cli.topics import QUIET
from common.celery.app import make_celery
from common.services import Table
from common.settings import Settings

Check = Callable[[], bool]

GATEWAY = "gateway"


def servers(here: Settings) -> dict[str, Check]:
    """The database and the broker, whether ours or not."""
    return {
        "mongo": partial(mongo_answers, here.mongodb_uri),
        "kafka": partial(kafka_answers, here.kafka.bootstrap_servers, here.kafka.client_config()),
    }


def services(table: Table, here: Settings) -> dict[str, Check]:
    """Each service by its own port, and all of them through the gateway."""
    checks: dict[str, Check] = {
        service.name: partial(_answers, f"http://127.0.0.1:{here.port_of(service.name)}/ready")
        for service in table.services
    }
    through = [f"http://127.0.0.1:{here.port}{service.health}" for service in table.services]
    return checks | {GATEWAY: lambda: all(map(_answers, through))}


def flower(here: Settings) -> Check:
    return partial(_answers, f"http://127.0.0.1:{here.port_of('flower')}/healthcheck")


def pools(table: Table) -> dict[str, Check]:
    """The worker pools, asked by Celery's own ping: it crosses Kafka twice, as their work does."""
    celery = make_celery(table.services[0].name)
    celery.conf.broker_transport_options |= QUIET
    seen: set[str] = set()
    asked_at = float("-inf")

    def answered(pool: str) -> bool:
        nonlocal asked_at
        if pool not in seen and time.monotonic() - asked_at > 1.0:  # one question is for all of them
            answers = celery.control.ping(timeout=1.0) or ()
            seen.update(name.partition("@")[0] for answer in answers for name in answer)
            asked_at = time.monotonic()
        return pool in seen

    names = [*(f"worker-{service.name}" for service in table.services), "relay"]
    return {name: partial(answered, name) for name in names}


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).is_success
    except httpx.TransportError:
        return False
