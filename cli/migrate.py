"""``ms-commerce migrate``: rows that are there, brought to what new code wants. Safe to repeat, and to kill."""

from importlib import import_module

import click
from rich.table import Table as Rows

from cli.tables import console
from common import database
from common.migrations import NotYet, run
from common.migrations.run import state
from common.service import Service
from common.services import table

NAMES = [service.name for service in table().services]


@click.command()
@click.argument("services", type=click.Choice(NAMES), nargs=-1)
@click.option("--finish", is_flag=True, help="Once nothing of the release before runs: also what it wrote meanwhile.")
@click.option("--list", "listing", is_flag=True, help="Only say how far each is.")
def migrate(services: tuple[str, ...], finish: bool, listing: bool) -> None:
    """Run the migrations of these services, or of all, that are not finished."""
    owned = [_connected(name) for name in services or NAMES]
    if listing:
        console().print(_listed(owned))
        return
    try:
        for service in owned:
            for line in run(service, finish):
                click.echo(line)
    except NotYet as reason:
        raise click.ClickException(str(reason)) from reason


def _connected(name: str) -> Service:
    database.connect(name)
    service: Service = import_module(f"apps.{name}.service").service
    return service


def _listed(owned: list[Service]) -> Rows | str:
    rows = Rows("service", "migration", "state", "rows changed")
    for service in owned:
        for name, record in state(service):
            how = [word for word in ("finished", "passed", "begun") if f"{word}At" in record]
            rows.add_row(service.name, name, how[0] if how else "not begun", str(record.get("changed", 0)))
    return rows if rows.row_count else "No migrations."
