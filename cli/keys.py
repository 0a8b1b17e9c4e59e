"""``ms-commerce keys``: what tokens are signed with, for whoever runs the installation."""

from datetime import UTC, datetime, timedelta

import click
from rich.console import Console
from rich.table import Table as Rows

from apps.account.oauth.signing_keys import PUBLISHED_BEFORE_SIGNING, KeyRing
from cli.projects import in_account
from common.auth.keys import KEPT_SECONDS

USUALLY_SECONDS = int(PUBLISHED_BEFORE_SIGNING.total_seconds())


@click.group()
def keys() -> None:
    """Keys that sign tokens: list, rotate, withdraw. They rotate by themselves every 90 days."""


@keys.command("list")
def list_them() -> None:
    """Every key that is published, and since when it signs."""
    rows, now = Rows("kid", "signs from", "opens with INTERNAL_SECRET"), datetime.now(UTC)
    with in_account():
        for key in KeyRing().all():
            since = f"{key.signs_from:%Y-%m-%d %H:%M:%S}{'' if key.signs_from <= now else ', not yet'}"
            rows.add_row(key.kid, since, "yes" if key.private else "no")
    Console().print(rows if rows.row_count else "No keys: the first token makes one.")


@keys.command()
@click.option(
    "--signs-in",
    "seconds",
    type=click.IntRange(0),
    default=USUALLY_SECONDS,
    show_default=True,
    help="Seconds until it signs. Services fetch it meanwhile; with fewer than usual some ask for it just then.",
)
def rotate(seconds: int) -> None:
    """Publish a new key; what the ones before signed stays good until it expires."""
    with in_account():
        added = KeyRing().rotate(datetime.now(UTC) + timedelta(seconds=seconds))
    click.echo(f"{added.kid} is published and signs from {added.signs_from:%Y-%m-%d %H:%M:%S} UTC on.")


@keys.command()
@click.argument("kid")
@click.confirmation_option(prompt="Every token and session that it signed ends. Withdraw it?")
def withdraw(kid: str) -> None:
    """End a key that somebody else has got hold of, and all it signed. Rotate first, with --signs-in 0."""
    with in_account():
        if not KeyRing().withdraw(kid):
            raise click.ClickException(f"There is no key {kid}: `ms-commerce keys list` names them.")
    click.echo(
        f"{kid} is withdrawn. Services believe it for {KEPT_SECONDS} seconds more at most; their restart ends that."
    )
