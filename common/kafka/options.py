"""The transport's options: what a user may set, and what librdkafka is told in consequence."""

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import unquote

from common.kafka import checks
from common.kafka.errors import Refused
from common.kafka.records import CONCERNS, Record

_SCHEMES = {
    "kafka": "",
    "plaintext": "PLAINTEXT",
    "ssl": "SSL",
    "sasl_ssl": "SASL_SSL",
    "sasl_plaintext": "SASL_PLAINTEXT",
}
# Options that kombu itself reads from, or writes into, a connection's transport_options.
_KOMBU = {
    "body_encoding", "callback", "connect_retries_timeout", "deadletter_queue", "errback", "interval_max",
    "interval_start", "interval_step", "max_retries", "polling_interval", "retry_errors",
}  # fmt: skip

_TEN_MINUTES_MS = "600000"
_WEEK_SECONDS = 7 * 24 * 3600

Config = dict[str, Any]


@dataclass(frozen=True)
class TopicShape:
    """How a topic is created, and what it is expected to be where it exists."""

    partitions: int
    replication_factor: int
    config: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Options:
    """Every option with its default; `common/kafka/__init__.py` says what each does."""

    bootstrap_servers: str
    security_protocol: str = "PLAINTEXT"
    username: str | None = None
    password: str | None = None
    sasl_mechanism: str = "PLAIN"
    ssl_ca_file: str | None = None
    oauth_token: Callable[[str], tuple[str, float]] | None = None

    group_id: str = "celery"
    group_instance_id: str | None = None
    session_timeout: float = 10.0
    max_poll_interval: float = 300.0
    fetch_ahead: int = 1000
    commit_interval: float = 0.01

    partitions: int = 6
    replication_factor: int = -1
    topics: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    create_topics: bool = True
    internal_prefix: str = "_celery"

    delivery_timeout: float = 10.0
    max_unconfirmed_messages: int = 10_000
    max_unconfirmed_kilobytes: int = 65_536

    max_redeliveries: int = 5
    dead_letter_suffix: str = ".dlt"
    shared_queues: tuple[str, ...] = ()
    retry_queue: str | None = None
    interested_in: tuple[str, ...] | None = None

    delay_threshold: float = 60.0
    delay_buckets: tuple[int, ...] = (60, 600, 3600, 86400)
    forward_delayed: bool = True

    config: Mapping[str, Any] = field(default_factory=dict)
    producer_config: Mapping[str, Any] = field(default_factory=dict)
    consumer_config: Mapping[str, Any] = field(default_factory=dict)
    admin_config: Mapping[str, Any] = field(default_factory=dict)

    # -- what they mean -------------------------------------------------------------------------------------------

    def is_shared(self, queue: str) -> bool:
        """Whether several groups read the topic, so that nothing may be put back into it."""
        return any(fnmatchcase(queue, pattern) for pattern in self.shared_queues)

    def concerns_us(self, record: Record) -> bool:
        """Whether this pool has a use for the record; one that does not say whom may concern anybody."""
        if self.interested_in is None or not self.is_shared(record.topic):
            return True
        words = record.header(CONCERNS)
        return words is None or not set(words.split()).isdisjoint(self.interested_in)

    def requeue_target(self, queue: str) -> str:
        """Where this pool puts a message of the queue that it wants to see again."""
        if not self.is_shared(queue):
            return queue
        if self.retry_queue is None:
            raise Refused(
                f"Queue {queue!r} is shared: set the transport option retry_queue to a queue of this pool's own."
            )
        return self.retry_queue

    def delay_topic(self, seconds: int) -> str:
        """The topic whose records wait so long."""
        return f"{self.internal_prefix}.delay.{seconds}"

    def shape_of(self, topic: str) -> TopicShape:
        shape: dict[str, Any] = {
            "partitions": self.partitions,
            "replication_factor": self.replication_factor,
            "config": {},
        }
        if topic.startswith(self.internal_prefix):
            # A log is only ever shortened by whole segments, so these too must be short.
            shape |= {"partitions": 1, "config": {"retention.ms": _TEN_MINUTES_MS, "segment.ms": _TEN_MINUTES_MS}}
        for bucket in self.delay_buckets:
            if topic == self.delay_topic(bucket):
                shape["config"] = {"retention.ms": str((bucket + _WEEK_SECONDS) * 1000)}
        if topic.endswith(self.dead_letter_suffix):
            shape |= {"partitions": 1, "config": {"retention.ms": "-1"}}
        for pattern, wanted in self.topics.items():
            if fnmatchcase(topic, pattern):
                shape |= wanted
        return TopicShape(**shape)

    # -- what librdkafka is told ----------------------------------------------------------------------------------

    def _common(self) -> Config:
        config: Config = {
            "bootstrap.servers": self.bootstrap_servers,
            "security.protocol": self.security_protocol,
            "socket.timeout.ms": 10_000,  # how long a broker may be silent before another connection is tried
            "reconnect.backoff.ms": 50,
            "reconnect.backoff.max.ms": 1000,
            "topic.metadata.refresh.interval.ms": 30_000,  # how soon added partitions are seen
            "allow.auto.create.topics": False,
            "log.connection.close": False,
        }
        if self.security_protocol.startswith("SASL"):
            config["sasl.mechanism"] = self.sasl_mechanism
            if self.sasl_mechanism != "OAUTHBEARER":
                config |= {"sasl.username": self.username, "sasl.password": self.password}
            elif self.oauth_token is not None:
                config["oauth_cb"] = self.oauth_token
        if self.ssl_ca_file:
            config["ssl.ca.location"] = self.ssl_ca_file
        return config | dict(self.config)

    def for_producer(self) -> Config:
        return {
            **self._common(),
            "enable.idempotence": True,
            "acks": "all",
            "linger.ms": 0,
            "compression.type": "lz4",
            "message.timeout.ms": int(self.delivery_timeout * 1000),
            "queue.buffering.max.messages": self.max_unconfirmed_messages,
            "queue.buffering.max.kbytes": self.max_unconfirmed_kilobytes,
            **self.producer_config,
        }

    def for_group(self, group_id: str, instance_id: str | None = None) -> Config:
        config = {
            **self._common(),
            "client.id": self.config.get("client.id", f"{socket.gethostname()}-{os.getpid()}"),  # who reads a queue
            "group.id": group_id,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "enable.auto.offset.store": False,
            "partition.assignment.strategy": "cooperative-sticky",
            "session.timeout.ms": int(self.session_timeout * 1000),
            "heartbeat.interval.ms": int(min(3.0, self.session_timeout / 3) * 1000),
            "max.poll.interval.ms": int(max(self.max_poll_interval, self.session_timeout) * 1000),
            "queued.max.messages.kbytes": 16_384,
            "isolation.level": "read_uncommitted",  # our producers use no transactions
            **self.consumer_config,
        }
        return config | ({"group.instance.id": instance_id} if instance_id else {})

    def for_reader(self) -> Config:
        """A consumer that belongs to no group and commits nothing."""
        return {
            **self._common(),
            "group.id": f"{self.internal_prefix}.readers",
            "auto.offset.reset": "latest",
            "enable.auto.commit": False,
            "enable.auto.offset.store": False,
            "isolation.level": "read_uncommitted",
            "fetch.error.backoff.ms": 100,
        }

    def for_admin(self) -> Config:
        return {**self._common(), "log_level": 2, **self.admin_config}  # its failures are raised


_EXAMPLES = {f.name: getattr(Options(bootstrap_servers=""), f.name) for f in fields(Options)} | {
    "shared_queues": ("*.events",),
    **dict.fromkeys(("username", "password", "ssl_ca_file", "group_instance_id", "retry_queue"), "text"),
    "interested_in": ("word",),
}
_EXAMPLES.pop("bootstrap_servers")


def options_for(connection: Any) -> Options:
    """Those of a kombu connection, which has its broker's URL as it was given, the user and password beside it."""
    if len(connection.alt) > 1:  # kombu cut the URL at a semicolon, and would use the parts in turn
        raise Refused(
            "One broker URL, please: separate a cluster's addresses by commas, kafka://h1:9092,h2:9092, and write"
            " %3B for ; in a user or password."
        )
    return options_of(connection.hostname or "", connection.transport_options, connection.userid, connection.password)


def options_of(url: str, transport_options: Mapping[str, Any], username: str | None, password: Any) -> Options:
    """Read a broker URL (`kafka://user:secret@h1:9092,h2:9092`, or the bare hosts) and its transport options.

    Raises `Refused` with one sentence that says what to change.
    """
    given = checks.sensible({name: value for name, value in transport_options.items() if name not in _KOMBU}, _EXAMPLES)
    scheme, separator, rest = url.partition("://")
    if not separator:
        scheme, rest = "kafka", url
    scheme = scheme.lower().removeprefix("kafka+")
    if scheme not in _SCHEMES:
        raise Refused(f"Unknown scheme {scheme!r}: use kafka://, or kafka+ssl, kafka+sasl_ssl, kafka+sasl_plaintext.")
    netloc, _, path = rest.partition("?")[0].partition("/")
    if path.strip("/") or "?" in rest:
        raise Refused(
            "A kafka:// URL has no path and no query: give options as broker_transport_options, and write"
            " %2F and %3F for / and ? in a user or password."
        )
    userinfo, _, hosts = netloc.rpartition("@")
    user, _, secret = userinfo.partition(":")
    username = given.pop("username", None) or unquote(user) or username or None
    password = (
        given.pop("password", None) or unquote(secret) or (password() if callable(password) else password) or None
    )
    protocol = given.pop("security_protocol", _SCHEMES[scheme]).upper()
    if not protocol:
        protocol = "SASL_SSL" if username else "PLAINTEXT"
    options = Options(
        bootstrap_servers=",".join(checks.address(host) for host in (hosts or "localhost").split(",")),
        username=username,
        password=password,
        security_protocol=protocol,
        **given,
    )
    checks.sufficient(options)
    return options
