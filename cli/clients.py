"""``ms-commerce clients``: what programs sign in with, for whoever runs the installation."""

import click
from rich.table import Table as Rows

from apps.account.api_clients.document import ApiClient
from apps.account.api_clients.life import end_client, new_client
from apps.account.projects.life import exists
from cli.projects import in_account
from cli.tables import console
from common.resources.collection import ALIVE
from common.resources.document import collection_of

of_project = click.option("--project", required=True, metavar="KEY", help="The project's key.")


@click.group()
def clients() -> None:
    """API clients of a project: list, create, delete."""


@clients.command("list")
@of_project
def list_them(project: str) -> None:
    """A project's clients. Secrets are not kept: only their digests are."""
    rows = Rows("id", "name", "scope", "last used")
    with in_account():
        _check_project(project)
        for row in collection_of(ApiClient).find({"projectKey": project, **ALIVE}).sort("createdAt", 1):
            rows.add_row(row["_id"], row["name"], row["scope"], row.get("lastUsedAt", ""))
    console().print(rows if rows.row_count else "No API clients.")


@clients.command()
@of_project
@click.option("--name", default="command line", show_default=True)
@click.option("--scope", help="Permissions with their project; `manage_project:KEY` unless told.")
def create(project: str, name: str, scope: str | None) -> None:
    """Make a client and print its secret, this once."""
    with in_account():
        _check_project(project)
        made = new_client({"name": name, "scope": scope or f"manage_project:{project}"}, project)
    click.echo(f"CTP_PROJECT_KEY={project}\nCTP_CLIENT_ID={made['id']}\nCTP_CLIENT_SECRET={made['secret']}")
    click.echo(f"CTP_SCOPES={made['scope']}")


def _check_project(key: str) -> None:
    if not exists(key):
        raise click.ClickException(f"There is no project {key}.")


@clients.command()
@of_project
@click.argument("client_id")
def delete(project: str, client_id: str) -> None:
    """End a client, and every token it was given."""
    with in_account():
        end_client(project, client_id)
    click.echo(f"Client {client_id} is gone; its tokens end within seconds.")
