"""``ms-commerce dead-letters list|replay``: what no handler could handle."""

import click
from rich.table import Table as Rows

from cli.tables import console
from cli.topics import QUIET
from common.celery.app import make_celery
from common.celery.dead_letters import DeadLetters
from common.services import table

QUEUES = sorted({queue for service in table().services for queue in service.worker.queues})


@click.group("dead-letters")
def dead_letters() -> None:
    """Messages that were set aside after their last attempt."""


@dead_letters.command("list")
@click.argument("queue", type=click.Choice(QUEUES), required=False)
def list_them(queue: str | None) -> None:
    """Those of a queue, or of all, that were not replayed."""
    rows = Rows("queue", "since", "task", "pool", "reason")
    for name in [queue] if queue else QUEUES:
        for letter in _dead_letters().waiting(name):
            rows.add_row(name, f"{letter.since:%Y-%m-%d %H:%M:%S}", letter.task, letter.group, _why(letter.reason))
    console().print(rows if rows.row_count else "No dead letters.")


def _why(reason: str) -> str:
    """Celery itself rejects a task that the pool does not have, and says no more."""
    return "this pool has no such task" if reason == "rejected" else reason


@dead_letters.command()
@click.argument("queue", type=click.Choice(QUEUES))
def replay(queue: str) -> None:
    """Send those of a queue again, to the pool that could not handle them."""
    click.echo(f"replayed {_dead_letters().replay(queue)}")


def _dead_letters() -> DeadLetters:
    celery = make_celery(table().services[0].name)  # any service's app will do: all have the same broker
    celery.conf.broker_transport_options |= QUIET
    return DeadLetters(celery)
