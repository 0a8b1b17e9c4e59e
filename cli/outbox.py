"""``ms-commerce outbox``: what changed and is not told yet."""

from datetime import UTC, datetime

import click
from rich.table import Table as Rows

from cli.tables import console
from common.database import connect, database
from common.events.backlog import collections_with_outboxes, waiting_in
from common.services import table


@click.command()
def outbox() -> None:
    """What changed and is not told yet.

    Per collection, how many documents have something to tell, and since when. Normally none, for a moment few.
    """
    rows = Rows("service", "collection", "documents", "oldest (seconds)")
    for service in table().services:
        connect(service.name)
        for collection in collections_with_outboxes(database(service.name)):
            if backlog := waiting_in(collection):
                count, since = backlog
                age_seconds = (datetime.now(UTC) - since).total_seconds()
                rows.add_row(service.name, collection.name, str(count), f"{age_seconds:.1f}")
    console().print(rows if rows.row_count else "Everything is told.")
