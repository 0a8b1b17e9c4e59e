"""What a service listens to is there: its owner has such a resource, can be asked for it, and is heard."""

from collections.abc import Iterator
from importlib import import_module

import pytest

from common.replicas.listening import Listen
from common.replicas.recheck import Neighbours
from common.service import Service
from common.services import table

SERVICES = [row.name for row in table().services]


def neighbours_of(name: str) -> Neighbours | None:
    try:
        found = import_module(f"apps.{name}.neighbours").neighbours
    except ModuleNotFoundError:
        return None
    assert isinstance(found, Neighbours)
    return found


def listens() -> Iterator[tuple[str, Listen]]:
    for name in SERVICES:
        if neighbours := neighbours_of(name):
            for listen in neighbours.replicas.listens.values():
                yield name, listen


@pytest.mark.parametrize(("listener", "listen"), [pytest.param(n, it, id=f"{n}-{it.type_id}") for n, it in listens()])
def test_what_a_service_listens_to_is_owned_and_heard(listener: str, listen: Listen) -> None:
    service: Service = import_module(f"apps.{listen.owner}.service").service
    assert service.card(listen.type_id)
    assert table()[listen.owner].events in table()[listener].worker.queues


def test_every_service_but_account_hears_of_revocations() -> None:
    deaf = [name for name in SERVICES if name != "account" and (name, "revocation") not in
            {(listener, listen.type_id) for listener, listen in listens()}]  # fmt: skip
    assert deaf == []
