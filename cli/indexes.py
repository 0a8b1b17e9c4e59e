"""``ms-commerce indexes``: every index that a collection needs, built before new code runs. Safe to repeat."""

from importlib import import_module

import click

from common import database
from common.resources.indexes import build
from common.services import table
from common.settings import settings


@click.command()
@click.option("--drop/--keep", default=None, help="Those that nothing declares any more; kept, but on a laptop.")
def indexes(drop: bool | None) -> None:
    """Build the indexes that are missing, in every service's database, and rebuild those that changed.

    While a release rolls out, the one before still needs its own: once that is over, `indexes --drop` drops them.
    """
    dropping = settings().environment == "development" if drop is None else drop
    for row in table().services:
        database.connect(row.name)
        for line in build(import_module(f"apps.{row.name}.service").service, dropping):
            click.echo(line)
