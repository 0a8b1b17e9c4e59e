"""Celery on Apache Kafka, without losing anything (draft docstring)."""

from typing import Any

import kombu.transport

from common.kafka.errors import BacklogFull, ForeignTransport, KafkaUnavailable, NotDelivered, Refused

__all__ = ["BacklogFull", "ForeignTransport", "KafkaUnavailable", "NotDelivered", "Refused", "ensure_ours", "register"]

_TRANSPORT = "common.kafka.transport:Transport"


def register() -> None:
    """Let `kafka://` mean this transport; importing the package has done it already."""
    for alias in ("kafka", "ssl", "sasl_ssl", "sasl_plaintext"):
        kombu.transport.TRANSPORT_ALIASES[alias] = _TRANSPORT
        vars(kombu.transport)["_transport_cache"].pop(alias, None)  # it may have been looked up already


def ensure_ours(app: Any) -> None:
    """Raise `ForeignTransport` unless the app's broker is served by this transport.

    kombu has the alias `kafka` for a transport that loses tasks; a start-up that forgets to import this package would
    use it without a word.
    """
    from common.kafka.transport import Transport

    for connection in (app.connection_for_read(), app.connection_for_write()):
        used = connection.get_transport_cls()
        if not issubclass(used, Transport):
            raise ForeignTransport(
                f"The broker is served by {used.__module__}.{used.__qualname__}, not by {Transport.__module__}:"
                " import common.kafka first, and give a kafka:// URL."
            )


register()
