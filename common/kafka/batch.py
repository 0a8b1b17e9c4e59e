"""Publishing many messages with one wait.

::

    with publish_batch(app) as batch:
        for change in changes:
            batch.send("events.resource_changed", args=[change], queue="product.events", headers={"partition_key": ...})
    for change, outcome in zip(changes, batch.outcomes):
        ...  # None: it is in Kafka; else why not

kombu's own `with producer.batch():` works as well; it raises the first failure instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from celery import Celery

from common.kafka.producer import Outcome
from common.kafka.records import Message as RawMessage
from common.kafka.records import Record

if TYPE_CHECKING:
    from common.kafka.channel import Channel


class PublishBatch:
    """What kombu's `producer.batch()` collects; one error if any message was not confirmed."""

    def __init__(self, channel: "Channel", max_size: int) -> None:
        self.channel = channel
        self._max_size = max_size
        self._records: list[Record] = []

    def publish(self, message: RawMessage, exchange: str, routing_key: str, **_: Any) -> None:
        self._records += self.channel.records_for(message, exchange, routing_key)
        if len(self._records) >= self._max_size:
            self.flush()

    def flush(self) -> None:
        records, self._records = self._records, []
        for outcome in self.channel.produce_all(records):
            if outcome is not None:
                raise outcome

    def discard(self) -> None:
        self._records.clear()

    def close(self) -> None:
        """Nothing is held beyond `flush`."""


class TaskBatch:
    """Tasks to publish together; `outcomes` has one for each `send`, in order, once the block has ended."""

    def __init__(self, app: Celery, producer: Any) -> None:
        self._app, self._producer = app, producer
        self._sends: list[list[Record]] = []
        self.outcomes: list[Outcome] = []

    def send(self, task: str, **options: Any) -> str:
        """Like `app.send_task`, with its options; the task's id."""
        with self._producer.channel.collecting() as records:
            # To declare the queue for each message costs a quarter of the time; the transport knows its topics.
            options = {"producer": self._producer, "retry": False, "declare": (), **options}
            id = str(self._app.send_task(task, **options).id)
        self._sends.append(records)
        return id

    def publish(self) -> None:
        flat = [record for records in self._sends for record in records]
        became = iter(self._producer.channel.produce_all(flat))
        for records in self._sends:
            each = [next(became) for _ in records]
            self.outcomes.append(next((outcome for outcome in each if outcome is not None), None))


@contextmanager
def publish_batch(app: Celery) -> Iterator[TaskBatch]:
    """Collect tasks, publish them when the block ends well, nothing when it raises."""
    pool: Any = app.producer_pool
    with pool.acquire(block=True) as producer:
        batch = TaskBatch(app, producer)
        yield batch
        batch.publish()
