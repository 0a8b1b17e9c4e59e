"""Whether the broker answers: a check for ``/ready``."""

from collections.abc import Callable, Mapping
from functools import cache

from confluent_kafka.admin import AdminClient

_PATIENCE_SECONDS = 2.0


def broker_answers(client_config: Mapping[str, str]) -> Callable[[], None]:
    """Ask any broker for the cluster's metadata; the connection is made at the first question and kept."""

    @cache
    def admin() -> AdminClient:
        return AdminClient({**client_config})

    def list_topics() -> None:
        admin().list_topics(timeout=_PATIENCE_SECONDS)

    return list_topics
