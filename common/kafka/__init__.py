"""Celery on Apache Kafka that loses nothing: a kombu transport.

``import common.kafka`` registers it; then ``Celery(broker="kafka://h1:9092,h2:9092")`` is all it takes. It needs
nothing but celery, kombu, confluent-kafka and prometheus-client.

Features
========
* Type: Virtual, asynchronous (Celery's event loop)
* Supports Direct: Yes
* Supports Topic: Yes (bindings are each process's own)
* Supports Fanout: Yes
* Supports Priority: No (refused)
* Supports TTL: No

Connection String
=================
.. code-block::

    kafka[+ssl|+sasl_ssl|+sasl_plaintext]://[USER:PASSWORD@]HOST[:PORT][,HOST[:PORT]...]

Transport Options
=================
The README beside this lists each with its default and meaning; ``options.Options`` is the same list with types.

Where to read on
================
* ``transport``: a process's connection; ``channel``: queues, publishing; ``delivery``: what becomes of a message
* ``producer``, ``batch``, ``alike``: writing with confirmation; ``records``: a message as a Kafka record
* ``consumer``, ``partition``, ``offsets``: the group's member, and how far its partitions are worked off
* ``caution``: tasks that kill their worker
* ``broadcast``: remote control, replies, events; ``delay``: tasks for later
* ``topics``, ``committed``, ``operators``, ``metrics``, ``flower``: what operators need
* ``native``: threads under gevent, forks
"""

from typing import Any

import kombu.transport

from common.kafka.batch import publish_batch
from common.kafka.errors import BacklogFull, ForeignTransport, KafkaUnavailable, NotDelivered, Refused

__all__ = [
    "BacklogFull",
    "ForeignTransport",
    "KafkaUnavailable",
    "NotDelivered",
    "Refused",
    "ensure_ours",
    "expect_to_send",
    "publish_batch",
    "register",
]

_TRANSPORT = "common.kafka.transport:Transport"


def register() -> None:
    """Let `kafka://` mean this transport; importing the package has done it already."""
    kombu.transport.TRANSPORT_ALIASES["kafka"] = _TRANSPORT
    vars(kombu.transport)["_transport_cache"].pop("kafka", None)  # it may have been looked up already


def ensure_ours(app: Any) -> None:
    """Raise `ForeignTransport` unless the app's broker is served by this transport, `Refused` if its options are wrong.

    kombu has the alias `kafka` for a transport that loses tasks; a start-up that forgets to import this package would
    use it without a word.
    """
    from common.kafka.options import options_for
    from common.kafka.transport import Transport

    for connect in (app.connection_for_read, app.connection_for_write):
        try:
            connection = connect()
            used = connection.get_transport_cls()
        except (KeyError, ValueError, ImportError) as unknown:
            reason = str(unknown.args[0]).rstrip("?.")
            raise ForeignTransport(f"The broker's URL is not understood, give a kafka:// URL: {reason}.") from unknown
        if not issubclass(used, Transport):
            raise ForeignTransport(
                f"The broker is served by {used.__module__}.{used.__qualname__}, not by {Transport.__module__}:"
                " import common.kafka first, and give a kafka:// URL."
            )
        options_for(connection)


def expect_to_send(app: Any) -> None:
    """Begin to connect, and return at once, whether the broker is there or not.

    A producer that writes each message once must be given an id first, for which librdkafka asks half a second after it
    began; without this, the first message of a process waits for it.
    """
    from common.kafka.options import options_for
    from common.kafka.producer import producer_for

    producer_for(options_for(app.connection_for_write()))


register()
