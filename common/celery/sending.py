"""The ways out of a process: events in batches, commands and answers one by one. Each returns once Kafka has
it.
"""

from collections.abc import Callable, Sequence
from typing import Any

from celery import Celery

from common.contracts.command import Command
from common.contracts.events import TASK as RESOURCE_CHANGED
from common.events.outbox import Send, Told
from common.kafka import publish_batch

MAX_BATCH = 500  # records awaited at once
LEAN: dict[str, Any] = {"kwargsrepr": "{}", "declare": (), "add_to_parent": False, "ignore_result": True}
"""What Celery would find out for each message anew: the transport knows its topics, and nobody waits for a result."""


def event_sender(celery: Celery) -> Send:
    """Sends events keyed by their resource, so that each resource's stay in order; one wait for each `MAX_BATCH`."""

    def send(topic: str, events: Sequence[Told]) -> None:
        for first in range(0, len(events), MAX_BATCH):
            with publish_batch(celery) as batch:
                for one in events[first : first + MAX_BATCH]:
                    batch.send(
                        RESOURCE_CHANGED,
                        args=[one.event.to_json()],
                        argsrepr=f"{one.event.type_id} {one.event.id} {one.event.version}",
                        queue=topic,
                        headers={**one.headers, "partition_key": one.event.id, "concerns": " ".join(one.event.about)},
                        **LEAN,
                    )
            for failure in filter(None, batch.outcomes):
                raise failure

    return send


def command_name(command: type[Command]) -> str:
    return f"commands.{command.__name__}"


def command_sender(celery: Celery) -> Callable[[Command], None]:
    """Sends commands to their receivers, those of one saga in order."""

    def send(command: Command) -> None:
        send_keyed(celery, command_name(type(command)), command.queue, command.saga_id, command.to_json())

    return send


def send_keyed(celery: Celery, task: str, queue: str, key: str, *args: Any) -> None:
    # Celery would write the arguments into the headers once more, for people: the key is enough for them.
    celery.send_task(task, args=args, argsrepr=key, queue=queue, headers={"partition_key": key}, **LEAN)
