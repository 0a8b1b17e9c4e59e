"""``ms-commerce replicas rebuild|verify``: what services know of each other, compared with the owners."""

import sys
from collections.abc import Callable, Iterator
from importlib import import_module

import click
from rich.table import Table as Rows

from cli.tables import console
from common.database import connect
from common.replicas import rebuild as comparing
from common.replicas.owners import OwnerAway
from common.replicas.rebuild import Difference
from common.replicas.recheck import Neighbours, ReplicaSource
from common.services import table

SERVICES = click.Choice([service.name for service in table().services])


@click.group()
def replicas() -> None:
    """Copies of other services' resources."""


@replicas.command()
@click.argument("service", type=SERVICES, required=False)
@click.argument("type_id", required=False)
def rebuild(service: str | None, type_id: str | None) -> None:
    """Read the owners again and make the replicas the same: of one service or all, of one type or all."""
    _report(service, type_id, comparing.rebuild)


@replicas.command()
@click.argument("service", type=SERVICES, required=False)
@click.argument("type_id", required=False)
def verify(service: str | None, type_id: str | None) -> None:
    """Compare without changing anything; the exit status is 1 where something differs."""
    differences = _report(service, type_id, comparing.verify)
    sys.exit(any(not difference.none for difference in differences))


def _report(
    service: str | None, type_id: str | None, compare: Callable[[Neighbours, str], Difference]
) -> list[Difference]:
    rows, differences = Rows("service", "type", "owned", "missing", "older", "gone"), []
    for name in [service] if service else [row.name for row in table().services]:
        connect(name)
        for neighbours in neighbours_of(name):
            if type_id and type_id not in neighbours.replicas.listens:
                continue
            for listened in [type_id] if type_id else neighbours.replicas.listens:
                try:
                    found = compare(neighbours, listened)
                except OwnerAway as away:
                    raise click.ClickException(f"{name} cannot ask for {listened}: {away}") from away
                differences.append(found)
                rows.add_row(name, listened, *map(str, (found.owned, found.missing, found.older, found.gone)))
    if not differences:
        raise click.ClickException(f"{service or 'No service'} keeps no replicas{f' of {type_id}' if type_id else ''}.")
    console().print(rows)
    return differences


def neighbours_of(name: str) -> Iterator[Neighbours]:
    """What a service listens to, by its table of contents."""
    service = import_module(f"apps.{name}.service").service
    sources = [source for source in service.replicas.values() if isinstance(source, ReplicaSource)]
    yield from {id(source.neighbours): source.neighbours for source in sources}.values()
