"""The servers of a laptop: MongoDB's protocol and Kafka's, each a program of its own, neither ever imported.

Both come as wheels from PyPI (the extra ``laptop``). docs/adr/0001-embedded-kafka.md says why this broker;
what they get wrong is listed in docs/local-development.md. Stop both with SIGINT: they save their data then.
"""

import importlib.util
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from cli.stack import broker


class NotInstalled(RuntimeError):
    """A program of the laptop's stack is missing; the message says how to get it."""


@dataclass(frozen=True)
class Server:
    """A program to start, and how to tell that it answers."""

    name: str
    port: int
    command: tuple[str, ...]
    answers: Callable[[], bool]


def mongo(port: int, data_dir: Path) -> Server:
    """SecantusDB, planned better (docs/adr/0004-secantusdb.md): one replica-set member, so transactions work.

    Left to itself it writes its log some 50 ms after it acknowledged, and forgets those writes when killed
    (tests/integration/test_servers_of_the_tests.py), so each commit is synced.
    """
    if importlib.util.find_spec("secantus") is None:
        raise NotInstalled("SecantusDB is not installed: pip install 'ms-commerce[laptop]', or set MONGODB_URI.")
    where = ("--host", "127.0.0.1", "--port", str(port), "--storage-path", str(data_dir / "mongo"))
    how = ("--sync-on-commit", "--cache-size", "1G", "--log-level", "WARNING")
    command = (sys.executable, "-m", "cli.stack.mongo", *where, *how)
    return Server("mongo", port, command, lambda: mongo_answers(f"mongodb://127.0.0.1:{port}/?directConnection=true"))


def kafka(port: int, data_dir: Path) -> Server:
    """noida-db with nothing but its Kafka, behind the long poll it lacks. Its data is safe on SIGINT and SIGTERM,
    not on SIGKILL.
    """
    if broker.program() is None:
        raise NotInstalled(
            "noida-db is not installed: pip install 'ms-commerce[laptop]', or set KAFKA_BOOTSTRAP_SERVERS."
        )
    command = (sys.executable, "-m", "cli.stack.broker", str(port), str(data_dir / "kafka"))
    return Server("kafka", port, command, lambda: kafka_answers(f"127.0.0.1:{port}"))


def mongo_answers(uri: str) -> bool:
    """Does a MongoDB answer here, and is there a primary to write to?"""
    from pymongo import MongoClient  # here, so that who only starts a server does not load its driver
    from pymongo.errors import PyMongoError

    try:
        with MongoClient[dict[str, object]](uri, serverSelectionTimeoutMS=500) as client:
            return bool(client.admin.command("hello").get("isWritablePrimary"))
    except PyMongoError:
        return False


def kafka_answers(bootstrap_servers: str, security: Mapping[str, str] = MappingProxyType({})) -> bool:
    """Does a Kafka broker answer here? ``security`` is what librdkafka is to know beside the addresses."""
    from confluent_kafka import KafkaException
    from confluent_kafka.admin import AdminClient

    client = AdminClient({"bootstrap.servers": bootstrap_servers, "log_level": 0, **security})
    try:
        return bool(client.list_topics(timeout=1).brokers)
    except KafkaException:
        return False
