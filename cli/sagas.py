"""``ms-commerce sagas``: what is under way across services, and a hand where one needs it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import click
from celery import Celery
from rich.table import Table as Rows

from apps.cart import reserve_on_cart
from apps.customer import sign_in
from apps.order import sagas as of_orders
from cli.tables import console
from common.celery.app import make_celery
from common.database import connect
from common.sagas.run import Run
from common.sagas.runner import Runner

OWNERS: Mapping[str, Callable[[Celery], Runner]] = {
    "order": of_orders.runner_of,
    "customer": sign_in.runner_of,
    "cart": reserve_on_cart.runner_of,
}
"""The services that run sagas."""
MOST = 100


@click.group()
def sagas() -> None:
    """Work across services, and a hand in it.

    Orders being placed, cancelled and imported, customers signing in and being forgotten.
    """


@sagas.command("list")
@click.option("--parked", is_flag=True, help="Only those that somebody should look at.")
@click.option("--all", "ended", is_flag=True, help="Also those that are over, the newest first.")
def list_them(parked: bool, ended: bool) -> None:
    """Runs under way, and how often their current command was sent."""
    under_way = {"dueAt": {"$exists": True}}
    wanted: dict[str, Any] = under_way | {"parked": True} if parked else {} if ended else under_way
    rows = Rows("saga", "id", "project", "since", "state", "command", "sent")
    found = [
        (Run(stored), runner)
        for runner in _runners()
        for stored in runner.runs.collection.find(wanted).sort("startedAt", -1).limit(MOST)
    ]
    for run, runner in sorted(found, key=lambda each: each[0].stored["startedAt"], reverse=True)[:MOST]:
        command = runner.command_of(run)
        sent = "" if run.is_over else str(run.attempts)
        rows.add_row(run.saga, run.id, run.project_key, _time(run.stored["startedAt"]), run.state, command or "", sent)
    console().print(rows if rows.row_count else "No sagas.")


@sagas.command()
@click.argument("saga_id")
def show(saga_id: str) -> None:
    """One run: where it stands and how it came there."""
    run, runner = _found(saga_id)
    click.echo(f"{run.saga} {run.id} of project {run.project_key}: {run.state}")
    if named := ", ".join(f"{name} {value}" for name, value in _names(run)):
        click.echo(f"  about {named}")
    for entry in run.stored["trail"]:
        click.echo(f"  {_time(entry['at'])}  {entry['command']}  {entry['outcome']}")
    if command := runner.command_of(run):
        click.echo(f"  waits for {command}, sent {run.attempts} times, again at {_time(run.stored['dueAt'])}")
    if run.refusal:
        click.echo(f"  refused: {run.refusal['message']}")


@sagas.command()
@click.argument("saga_id")
def retry(saga_id: str) -> None:
    """Send its current command again, now."""
    run, runner = _found(saga_id)
    if not runner.runs.make_due(run.id):
        raise click.ClickException(f"{run.id} is over.")
    click.echo("It is sent again within seconds.")


@sagas.command()
@click.argument("saga_id")
def compensate(saga_id: str) -> None:
    """Turn it back: everything it did is undone. Not past its point of no return."""
    run, runner = _found(saga_id)
    if run.is_over:
        raise click.ClickException(f"{run.id} is over: {run.state}.")
    if not runner.compensate(run):
        raise click.ClickException(f"{run.id} is {run.state} at {runner.command_of(run)}: it cannot turn any more.")
    click.echo("It is being taken back.")


def _names(run: Run) -> Iterator[tuple[str, str]]:
    """What it was started with, as far as that names something."""
    for name, value in run.stored["given"].items():
        if isinstance(value, str) and name.endswith(("Id", "Key", "Number")):
            yield name, value


def _found(saga_id: str) -> tuple[Run, Runner]:
    for runner in _runners():
        if run := runner.runs.find(saga_id):
            return run, runner
    raise click.ClickException(f"There is no saga {saga_id}.")


def _runners() -> Iterator[Runner]:
    for service, runner_of in OWNERS.items():
        connect(service)
        yield runner_of(make_celery(service))


def _time(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S}"
