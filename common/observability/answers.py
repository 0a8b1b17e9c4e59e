"""The checks most services need: does the database answer, does the broker."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from confluent_kafka.admin import AdminClient
from pymongo import MongoClient, timeout

_PATIENCE_SECONDS = 2.0


def database_answers(client: "MongoClient[dict[str, Any]]") -> Callable[[], None]:
    def ping() -> None:
        with timeout(_PATIENCE_SECONDS):
            client.admin.command("ping")

    return ping


def broker_answers(client_config: Mapping[str, str]) -> Callable[[], None]:
    """Ask any broker for the cluster's metadata; the connection is made at the first question and kept."""

    @cache
    def admin() -> AdminClient:
        return AdminClient({**client_config})

    def list_topics() -> None:
        admin().list_topics(timeout=_PATIENCE_SECONDS)

    return list_topics
