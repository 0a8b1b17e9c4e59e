"""The connection of a process to Kafka, in the shape kombu and Celery's event loop expect."""

import os
import sys
import time
from typing import Any
from urllib.parse import quote

import confluent_kafka
from confluent_kafka import KafkaException
from kombu.exceptions import ChannelError
from kombu.transport import virtual

from common.kafka import native
from common.kafka.broadcast import BroadcastReader
from common.kafka.channel import Channel
from common.kafka.consumer import GroupConsumer
from common.kafka.delay import Forwarder
from common.kafka.errors import KafkaUnavailable
from common.kafka.options import options_for
from common.kafka.producer import Producer, producer_for
from common.kafka.topics import Topics, topics_for

_A_SLICE_SECONDS = 0.25  # of a blocking wait, between two looks whether the worker stops
_PER_WAKEUP = 200  # messages handed out before the event loop may do something else


class Transport(virtual.Transport):
    """`kafka://`; its one consumer and one reader are made when something is consumed."""

    Channel = Channel
    client: Any
    state: virtual.BrokerState
    channels: list[Any]
    can_parse_url = True  # kombu cannot: its parser takes one host and one port
    default_port = 9092
    driver_type = "kafka"
    driver_name = "confluent-kafka"
    connection_errors = (KafkaUnavailable, KafkaException, OSError)
    recoverable_connection_errors = (KafkaException, OSError)
    channel_errors = (ChannelError,)
    recoverable_channel_errors = ()
    implements = virtual.Transport.implements.extend(
        asynchronous=True, batch_publish=True, exchange_type=frozenset({"direct", "topic", "fanout"})
    )

    def __init__(self, client: Any, **kwargs: Any) -> None:
        super().__init__(client, **kwargs)
        self.options = options_for(client)
        self.wakeup = native.Wakeup()
        self._group: GroupConsumer | None = None
        self._forwarder: Forwarder | None = None
        self._reader: BroadcastReader | None = None
        self._loop: Any = None
        self._pid = os.getpid()
        self._producer: Producer | None = None
        self._topics: Topics | None = None

    @property
    def callbacks(self) -> dict[str, Any]:
        """What is called with a queue's messages; kombu's own, by a name that may be used."""
        return self._callbacks or {}

    @property
    def exchanges(self) -> dict[str, Any]:
        """The exchanges this process declared, by name."""
        return self.state.exchanges or {}

    def driver_version(self) -> str:
        return str(confluent_kafka.__version__)

    def as_uri(self, uri: str, include_password: bool = False, mask: str = "**") -> str:
        user = quote(self.options.username or "", safe="")
        secret = quote(self.options.password or "", safe="") if include_password else mask
        protocol = self.options.security_protocol.lower()
        scheme = "kafka" if protocol == "plaintext" else f"kafka+{protocol}"
        return f"{scheme}://{f'{user}:{secret}@' if user else ''}{self.options.bootstrap_servers}//".removesuffix("//")

    # -- what a process has one of ------------------------------------------------------------------------------------

    @property
    def producer(self) -> Producer:
        if self._producer is None or not self._producer.is_usable:
            self._producer = producer_for(self.options)
        return self._producer

    @property
    def topics(self) -> Topics:
        if self._topics is None or not self._topics.is_usable:
            self._topics = topics_for(self.options)
        return self._topics

    @property
    def has_group(self) -> bool:
        return self._group is not None

    @property
    def has_reader(self) -> bool:
        return self._reader is not None

    @property
    def group(self) -> GroupConsumer:
        if self._group is None:
            self._group = GroupConsumer(self.options, self.wakeup.set)
            if self.options.forward_delayed:
                self._forwarder = Forwarder(self.options, self.topics, self.producer)
        return self._group

    @property
    def reader(self) -> BroadcastReader:
        if self._reader is None:
            self._reader = BroadcastReader(self.options, self.topics, self._bound, self.wakeup.set)
        return self._reader

    def _bound(self, exchange: str, routing_key: str) -> list[str]:
        """The queues of this process that a broadcast is for."""
        known = self.exchanges.get(exchange)
        if known is None or not self.channels:
            return []
        kind = self.channels[0].typeof(exchange)
        return [queue for queue in kind.lookup(list(known["table"]), exchange, routing_key, None) if queue]

    # -- the connection ------------------------------------------------------------------------------------------------

    def establish_connection(self) -> "Transport":
        """Raises `KafkaUnavailable` when no broker answers within the connection's timeout."""
        self.topics.check_reachable(self.client.connect_timeout or 5.0)
        connection: Transport = super().establish_connection()
        return connection

    def close_connection(self, connection: Any) -> None:
        super().close_connection(connection)
        if self._pid != os.getpid():  # a child of a fork: the handles are its parent's
            return
        if self._loop is not None:
            self._loop.remove_reader(self.wakeup.fd)
            self._loop = None
        ours = [each for each in (self._group, self._reader, self._forwarder) if each is not None]
        for each in ours:
            each.closing = True  # all at once, then wait for each
        for each in ours:
            each.close()
        self._group = self._reader = self._forwarder = None
        self.wakeup.close()

    def register_with_event_loop(self, connection: Any, loop: Any) -> None:
        self._loop = loop
        loop.add_reader(self.wakeup.fd, self._on_wakeup)
        self.wakeup.follow_signals()
        self.wakeup.set()

    def unregister_from_event_loop(self, connection: Any, loop: Any) -> None:
        loop.remove_reader(self.wakeup.fd)
        self._loop = None

    def _on_wakeup(self) -> None:
        self.wakeup.clear()
        for _ in range(_PER_WAKEUP):
            if not self._deliver_one():
                return
        self.wakeup.set()

    def drain_events(self, connection: Any, timeout: float | None = None, **_: Any) -> None:
        """Deliver one message; raises `TimeoutError` (kombu's socket.timeout) if none came in time."""
        deadline = None if timeout is None else time.monotonic() + timeout
        while True:
            self.wakeup.clear()
            if self._deliver_one():
                return
            remaining = _A_SLICE_SECONDS if deadline is None else deadline - time.monotonic()
            if remaining <= 0:
                raise TimeoutError
            if not self.wakeup.wait(min(remaining, _A_SLICE_SECONDS)) and self.worker_is_stopping():
                raise TimeoutError

    def _deliver_one(self) -> bool:
        if self._group is not None and self._group.failure is not None:
            raise KafkaUnavailable(str(self._group.failure)) from self._group.failure
        return any(channel.deliver_one() for channel in list(self.channels))

    @staticmethod
    def worker_is_stopping() -> bool:
        """Whether Celery's worker, if this process is one, was told to stop: a signal does not end a green wait."""
        state = sys.modules.get("celery.worker.state")
        return state is not None and (state.should_stop, state.should_terminate) != (None, None)
