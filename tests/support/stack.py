"""The whole platform as a user starts it: `ms-commerce run`, with its processes at hand to be killed."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import httpx
import psutil
import pytest

from cli.stack.demo import DEV_ENV, variables, written_in
from common.services import table
from common.settings import LAPTOP_MONGODB_URI
from tests.support.process import ServerProcess
from tests.support.waiting import wait_until

COMMAND = Path(sys.executable).with_name("ms-commerce")
PORTS = 60
"""How many ports from `PORT` on a stack may use."""
START_WITHIN_SECONDS = 240
STOP_WITHIN_SECONDS = 60


class Stack:
    """One stack with data of its own; `environment` may point it at other servers than the laptop's."""

    def __init__(self, data_dir: Path, environment: Mapping[str, str] | None = None) -> None:
        self.data_dir = data_dir
        self.port = free_ports()
        self.url = f"http://127.0.0.1:{self.port}"
        # Empty is not set: the servers of other fixtures are not this stack's.
        ours = {"PORT": str(self.port), "DATA_DIR": str(data_dir), "MONGODB_URI": "", "KAFKA_BOOTSTRAP_SERVERS": ""}
        self.environment = ours | dict(environment or {})
        self.process = ServerProcess(
            "ms-commerce run",
            [str(COMMAND), "run"],
            self._is_ready,
            data_dir.with_suffix(".log"),
            self.environment,
            START_WITHIN_SECONDS,
        )

    @property
    def mongodb_url(self) -> str:
        """The database's, for who looks behind the API."""
        given = self.environment["MONGODB_URI"]
        return given or LAPTOP_MONGODB_URI.format(port=self.port + table().ports["mongo"])

    def start(self) -> None:
        self.process.log.unlink(missing_ok=True)
        self.process.start()

    def stop(self) -> None:
        """Ctrl-C; AssertionError names what it left behind."""
        family = self.family()
        self.process.interrupt(STOP_WITHIN_SECONDS)
        _, alive = psutil.wait_procs(family, timeout=5)
        for process in alive:
            process.kill()
        assert not alive, f"left running: {[process.cmdline() for process in alive]}"

    def tell(self, *arguments: str) -> str:
        """What another `ms-commerce` command says of this stack."""
        asked = [str(COMMAND), *arguments]
        environment = os.environ | self.environment | {"COLUMNS": "200"}  # no table folds its words
        return subprocess.run(asked, env=environment, check=True, capture_output=True, text=True).stdout

    def client(self) -> dict[str, str]:
        """The `CTP_…` variables of the demo project's API client."""
        return written_in(self.data_dir / DEV_ENV)

    def client_of_new_project(self) -> dict[str, str]:
        """The same of a project of its own: for who leaves behind what would change others' prices."""
        key = f"test-{uuid4().hex[:12]}"
        self.tell("projects", "create", key)
        return variables(self.tell("clients", "create", "--project", key))

    def http(self, client: Mapping[str, str] | None = None) -> httpx.Client:
        """With a token for everything in the client's project (the demo's); paths are below `/{projectKey}/`."""
        client = client or self.client()
        asked = {"grant_type": "client_credentials", "scope": client["CTP_SCOPES"]}
        secret = (client["CTP_CLIENT_ID"], client["CTP_CLIENT_SECRET"])
        granted = httpx.post(f"{self.url}/oauth/token", data=asked, auth=secret, timeout=30).raise_for_status()
        return httpx.Client(
            base_url=f"{self.url}/{client['CTP_PROJECT_KEY']}/",
            headers={"Authorization": f"Bearer {granted.json()['access_token']}"},
            timeout=60,
        )

    @property
    def kafka(self) -> str:
        """Its broker's address, whoever's that is."""
        return self.environment["KAFKA_BOOTSTRAP_SERVERS"] or f"127.0.0.1:{self.port + table().ports['kafka']}"

    def family(self) -> list[psutil.Process]:
        """Every process that belongs to the stack, but not the supervisor itself."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def kill(self, *words: str) -> int:
        """`kill -9` the process whose command says these words; its pid. LookupError if none does."""
        for process in self.family():
            if _says(process, words):
                os.kill(process.pid, signal.SIGKILL)
                return process.pid
        raise LookupError(f"no process of the stack says {' '.join(words)}")

    def _is_ready(self) -> bool:
        return "ready after" in self.process.log.read_text(errors="replace")


@contextmanager
def running_stack(request: pytest.FixtureRequest, directory: Path, spans_url: str) -> Iterator[Stack]:
    """Whole and traced; on the laptop's broker, or on Apache Kafka with `--broker=apache`."""
    told = {"OTEL_EXPORTER_OTLP_ENDPOINT": spans_url, "OTEL_BSP_SCHEDULE_DELAY": "500"}
    if request.config.getoption("--broker") == "apache":
        told["KAFKA_BOOTSTRAP_SERVERS"] = request.getfixturevalue("broker").url
    stack = Stack(directory / "var", told)
    stack.start()
    yield stack
    stack.stop()


def _says(process: psutil.Process, words: tuple[str, ...]) -> bool:
    try:
        line = " ".join(process.cmdline())
    except psutil.NoSuchProcess:
        return False
    return " ".join(words) in line


def free_ports() -> int:
    """A port with PORTS free ones from it on."""

    def found() -> int:
        first = 20_000 + int.from_bytes(os.urandom(2)) % 10_000
        for port in range(first, first + PORTS):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", port))
        return first

    return wait_until(found, of="a range of free ports")
