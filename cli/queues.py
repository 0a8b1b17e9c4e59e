"""``ms-commerce queues``: what waits in each queue, who works it off, and which topics are not as configured."""

import sys
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, dataclass

import click
import orjson
from celery import Celery
from rich.table import Table as Rows

from cli.tables import console
from cli.topics import QUIET, differences, topics_of
from common.celery import dead_letters
from common.celery.app import make_celery
from common.kafka.operators import Backlog, backlogs
from common.services import Table, table


@dataclass(frozen=True)
class Queue:
    """A topic, and each group that reads it."""

    name: str
    partitions: int
    """As they are; 0: there is no such topic."""
    configured_partitions: int | None
    """None: config/services.yaml does not know it."""
    dead_letters: int
    """Those that were not replayed."""
    backlogs: tuple[Backlog, ...]


@click.command()
@click.option("--json", "as_json", is_flag=True, help="For a program: one object with `queues` and `differences`.")
def queues(as_json: bool) -> None:
    """What waits in each queue, who reads it, and what is set aside.

    Ends with 1 where a topic is missing or is not as config/services.yaml says.
    """
    wanted = table()
    found, wrong = look(wanted), differences(wanted)
    if as_json:
        click.echo(orjson.dumps({"queues": [asdict(queue) for queue in found], "differences": wrong}))
    else:
        out = console()
        out.print(shown(found))
        for sentence in wrong:
            out.print(f"[bold white on red] {sentence} ")
    sys.exit(1 if wrong else 0)


def look(wanted: Table) -> list[Queue]:
    """Every queue that is configured or that some group reads, by name; raises `KafkaUnavailable`."""
    topics, suffix = topics_of(wanted), wanted.dead_letter_suffix
    by_queue: defaultdict[str, list[Backlog]] = defaultdict(list)
    for backlog in backlogs(_celery(wanted), {pool.group: pool.queues for pool in wanted.pools()}):
        by_queue[backlog.queue].append(backlog)
    configured = {topic.name: topic.partitions for topic in wanted.topics()}
    names = {name for name in (*configured, *by_queue) if not name.endswith(suffix)}
    there_are = topics.all_partitions()
    return [
        Queue(
            name,
            len(there_are.get(name, ())),
            configured.get(name),
            topics.size(name + suffix, dead_letters.GROUP) if name + suffix in there_are else 0,
            tuple(by_queue[name]),
        )
        for name in sorted(names)
    ]


def _celery(wanted: Table) -> Celery:
    # Any service's app will do: all have the same broker.
    celery = make_celery(wanted.services[0].name)
    celery.conf.broker_transport_options |= QUIET
    return celery


def shown(found: Iterable[Queue]) -> Rows:
    rows = Rows("queue", "partitions", "dead letters", "group", "lag", "worst partition", "consumers")
    for queue in found:
        heading = (queue.name, _partitions(queue), _alarm(queue.dead_letters))
        for backlog in queue.backlogs:
            worst = f"{backlog.worst_partition}: {backlog.worst_lag}" if backlog.worst_lag else ""
            rows.add_row(*heading, backlog.group, str(backlog.lag), worst, _consumers(backlog))
            heading = ("", "", "")
    return rows


def _partitions(queue: Queue) -> str:
    if queue.configured_partitions in (None, queue.partitions):
        return str(queue.partitions)
    return f"[bold white on red]{queue.partitions or 'missing'}, not {queue.configured_partitions}[/]"


def _consumers(backlog: Backlog) -> str:
    if not backlog.consumers:
        return "[bold red]nobody[/]"
    return ", ".join(sorted(backlog.consumers))


def _alarm(number: int) -> str:
    return f"[bold red]{number}[/]" if number else ""
