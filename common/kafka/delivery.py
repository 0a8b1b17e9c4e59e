"""A message that a worker holds, and what may become of it: acknowledged, given back, set aside."""

from typing import TYPE_CHECKING, Any

from kombu.transport import virtual

from common.kafka.records import Message as RawMessage
from common.kafka.records import Received

if TYPE_CHECKING:
    from common.kafka.channel import Channel


class Message(virtual.Message):
    """A delivered message; `rejection` may be set to the reason a dead letter shall carry."""

    rejection: str | None = None

    def __init__(self, payload: RawMessage, channel: "Channel | None" = None, **kwargs: Any) -> None:
        self.received: Received | None = payload.pop("received", None)
        super().__init__(payload, channel=channel, **kwargs)


class QoS(virtual.QoS):
    """Counts what is delivered and unfinished; nothing needs restoring, for Kafka still has it."""

    channel: "Channel"

    def __init__(self, channel: "Channel", prefetch_count: int = 0) -> None:
        self.channel = channel
        self.prefetch_count = prefetch_count
        self._unfinished: dict[str, Message] = {}

    def can_consume(self) -> bool:
        return not self.prefetch_count or len(self._unfinished) < self.prefetch_count

    def append(self, message: Message, delivery_tag: str) -> None:
        self._unfinished[delivery_tag] = message

    def get(self, delivery_tag: str) -> Message:
        return self._unfinished[delivery_tag]

    def ack(self, delivery_tag: str) -> None:
        message = self._unfinished.pop(delivery_tag, None)
        if message is not None and message.received is not None:
            self.channel.finish(message.received)

    def reject(self, delivery_tag: str, requeue: bool = False) -> None:
        message = self._unfinished.pop(delivery_tag, None)
        if message is None or message.received is None:
            return
        if requeue:
            self.channel.requeue(message.received)
        else:
            self.channel.dead_letter(message.received, message.rejection or "rejected")

    def restore_unacked(self) -> None:
        """Nothing, as below."""

    def restore_unacked_once(self, stderr: Any = None) -> None:
        """Nothing: what is not committed is delivered again."""
