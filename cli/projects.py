"""``ms-commerce projects``: the projects of this installation, for whoever runs it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
from rich.table import Table as Rows

from apps.account.projects.document import Project
from apps.account.projects.life import OPERATOR, end_project, new_project
from cli.tables import console
from common.database import connect
from common.errors import ApiError
from common.resources.collection import ALIVE
from common.resources.document import collection_of


@contextmanager
def in_account() -> Iterator[None]:
    """Work on account's own data; what it refuses becomes one sentence."""
    connect("account")
    try:
        yield
    except ApiError as refusal:
        raise click.ClickException(str(refusal)) from None


@click.group()
def projects() -> None:
    """Projects: list, create, delete."""


@projects.command("list")
def list_them() -> None:
    """Every project, and when it was made."""
    rows = Rows("key", "name", "currencies", "countries", "created")
    with in_account():
        for row in collection_of(Project).find(ALIVE).sort("_id", 1):
            rows.add_row(
                row["_id"], row["name"], " ".join(row["currencies"]), " ".join(row["countries"]), row["createdAt"]
            )
    console().print(rows if rows.row_count else "No projects.")


@projects.command()
@click.argument("key")
@click.option("--name", help="What people call it; its key unless told.")
@click.option("--currency", "currencies", multiple=True, metavar="EUR", help="Repeat for several.")
@click.option("--country", "countries", multiple=True, metavar="DE", help="Repeat for several.")
@click.option("--language", "languages", multiple=True, metavar="en", help="Repeat for several.")
def create(key: str, **settings: Any) -> None:
    """Make a project that belongs to no user: `clients create` gives programs access to it."""
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in settings.items() if value}
    with in_account():
        made = new_project({"key": key} | given, OPERATOR)
    click.echo(f"Project {made['id']} is there.")


@projects.command()
@click.argument("key")
@click.confirmation_option(prompt="Its API clients end with it, and its key is never given again. Delete it?")
def delete(key: str) -> None:
    """End a project that `projects create` made."""
    with in_account():
        end_project(key, OPERATOR)
    click.echo(f"Project {key} is gone.")
