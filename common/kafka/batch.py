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
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from celery import Celery
from kombu.utils.uuid import uuid

from common.kafka.alike import OF_EACH, Alike
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

    def __init__(self, app: Celery, producer: Any, records: list[Record]) -> None:
        self._producer = producer
        self._alike = Alike(app)
        self._records = records  # to which whatever the producer publishes is added
        self._ends: list[int] = []  # of each send's records
        self.outcomes: list[Outcome] = []

    def send(self, task: str, args: Any = None, kwargs: Any = None, task_id: str | None = None, **options: Any) -> str:
        """Like `app.send_task`, with its options; the task's id."""
        id = task_id or uuid()
        before = len(self._records)
        each = {name: options.pop(name) for name in OF_EACH if name in options}
        try:
            # To declare the queue for each message costs a quarter of the time; the transport knows its topics.
            options = {"producer": self._producer, "retry": False, "declare": (), **options}
            self._alike.send(id, task, args, kwargs, each, options)
        except BaseException:
            del self._records[before:]
            raise
        self._ends.append(len(self._records))
        return id

    def publish(self) -> None:
        became = self._producer.channel.produce_all(self._records)
        for begin, end in pairwise([0, *self._ends]):
            self.outcomes.append(next((outcome for outcome in became[begin:end] if outcome is not None), None))


@contextmanager
def publish_batch(app: Celery) -> Iterator[TaskBatch]:
    """Collect tasks, publish them when the block ends well, nothing when it raises."""
    pool: Any = app.producer_pool
    with pool.acquire(block=True) as producer:
        with producer.channel.collecting() as records:
            batch = TaskBatch(app, producer, records)
            yield batch
        batch.publish()
