"""The real servers that tests run against, each on a free port with data of its own.

They are processes, never fakes; a program that is not installed fails the test with a sentence.
"""

import shutil
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from cli.stack import embedded
from common.settings import LAPTOP_MONGODB_URI
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


def mongo_server(data_dir: Path) -> Server:
    """MongoDB's protocol, by the server that a laptop runs."""
    server = embedded.mongo(free_port(), data_dir)
    return _started(server, data_dir, LAPTOP_MONGODB_URI.format(port=server.port))


def embedded_broker(data_dir: Path) -> Server:
    """Kafka's protocol, by the broker that a laptop runs."""
    server = embedded.kafka(free_port(), data_dir)
    return _started(server, data_dir, f"127.0.0.1:{server.port}")


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


def _started(server: embedded.Server, data_dir: Path, url: str) -> Server:
    process = ServerProcess(server.name, server.command, server.answers, data_dir / f"{server.name}.log")
    process.start()
    return Server(process, server.port, url)
