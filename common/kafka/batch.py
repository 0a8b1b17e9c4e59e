"""Publishing many messages with one wait."""

from typing import TYPE_CHECKING, Any

from common.kafka.records import Message as RawMessage
from common.kafka.records import Record

if TYPE_CHECKING:
    from common.kafka.channel import Channel


class PublishBatch:
    """What `with producer.batch():` of kombu collects: many messages, one wait, one error if any was not confirmed."""

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
