"""``ms-commerce indexes``: every index that a collection needs, built before new code runs. Safe to repeat."""

from importlib import import_module

import click

from common import database
from common.resources.indexes import build
from common.services import table


@click.command()
def indexes() -> None:
    """Build the indexes that are missing, in every service's database."""
    for row in table().services:
        database.connect(row.name)
        for line in build(import_module(f"apps.{row.name}.service").service):
            click.echo(line)
