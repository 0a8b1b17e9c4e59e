"""``ms-commerce indexes``: every index that a collection needs, built before new code runs. Safe to repeat."""

from importlib import import_module

import click

from common import database
from common.resources.indexes import build
from common.services import table

NAMES = [service.name for service in table().services]


@click.command()
@click.argument("services", nargs=-1, type=click.Choice(NAMES))
def indexes(services: tuple[str, ...]) -> None:
    """Build the indexes that are missing, in the databases of these services, or of all."""
    for name in services or NAMES:
        database.connect(name)
        for line in build(import_module(f"apps.{name}.service").service):
            click.echo(line)
