"""``ms-commerce indexes``: every index that a collection needs, built before new code runs. Safe to repeat."""

from importlib import import_module

import click

from common import database
from common.resources.indexes import build
from common.services import table
from common.settings import settings

NAMES = [service.name for service in table().services]


@click.command()
@click.argument("services", type=click.Choice(NAMES), nargs=-1)
@click.option("--drop/--keep", default=None, help="Those that nothing declares any more; kept, but on a laptop.")
def indexes(services: tuple[str, ...], drop: bool | None) -> None:
    """Build the indexes that are missing, in the databases of these services or of all, and rebuild those that changed.

    While a release rolls out, the one before still needs its own: once that is over, `indexes --drop` drops them.
    """
    dropping = settings().environment == "development" if drop is None else drop
    for name in services or NAMES:
        database.connect(name)
        for line in build(import_module(f"apps.{name}.service").service, dropping):
            click.echo(line)
