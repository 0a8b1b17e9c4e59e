"""A laboratory for the transport: workers as processes of their own, on a real broker, and a journal of what ran."""

import json
import os
import signal
import subprocess
import sys
import threading
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from confluent_kafka import Consumer, TopicPartition
from confluent_kafka.admin import AdminClient

from tests.conftest import BROKERS
from tests.kafka.tasks import make_app
from tests.support.process import ServerProcess
from tests.support.servers import Server
from tests.support.waiting import wait_until

REPOSITORY = Path(__file__).parents[2]
JOIN_SECONDS = 60


class Worker:
    """`celery worker` in a process group of its own."""

    def __init__(
        self, name: str, environment: dict[str, str], log: Path, *arguments: str, app: str = "tests.kafka.tasks"
    ) -> None:
        self.name, self.log = name, log
        command = [sys.executable, "-m", "celery", "-A", app, "worker", "-l", "info", *arguments]
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                command,
                cwd=REPOSITORY,
                env={**os.environ, **environment},
                stdout=out,
                stderr=out,
                start_new_session=True,
            )

    def wait_until_ready(self) -> "Worker":
        wait_until(self._ready, JOIN_SECONDS, of=f"a worker being ready (log: {self.log})")
        return self

    def _ready(self) -> bool:
        text = self.log.read_text(errors="replace")
        if self.process.poll() is not None:
            raise RuntimeError(f"the worker ended: {text[-3000:]}")
        return " ready." in text

    def kill(self) -> None:
        """`kill -9` of the worker and all its children."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, within_seconds: float = 20, how: signal.Signals = signal.SIGTERM) -> int:
        """A warm shutdown (SIGQUIT: a soft or cold one); its exit code."""
        self.process.send_signal(how)
        return self.process.wait(within_seconds)


@dataclass
class Lab:
    """One test's queue, group, journal and workers."""

    bootstrap_servers: str
    directory: Path
    options: dict[str, Any] = field(default_factory=dict)
    conf: dict[str, Any] = field(default_factory=dict)
    queue: str = field(default_factory=lambda: f"q-{uuid.uuid4().hex[:8]}")
    prefetch: int = 4
    workers: list[Worker] = field(default_factory=list)
    own: Server | None = None
    extra: dict[str, str] = field(default_factory=dict)
    """More of its workers' environment."""

    def environment_of(self, worker: str | None = None) -> dict[str, str]:
        options = {
            "group_id": f"group-{self.queue}",
            "partitions": 4,
            "replication_factor": 1,
            "session_timeout": 6,
            "internal_prefix": f"_{self.queue}",
            "forward_delayed": False,
            **({"group_instance_id": f"{self.queue}-{worker}"} if worker else {}),
            **self.options,
        }
        return {
            "BROKER": f"kafka://{self.bootstrap_servers}",
            "TRANSPORT_OPTIONS": json.dumps(options),
            "CONF": json.dumps(self.conf),
            "QUEUE": self.queue,
            "JOURNAL": str(self.journal),
            "PREFETCH": str(self.prefetch),
            **self.extra,
        }

    @property
    def journal(self) -> Path:
        return self.directory / "journal"

    @property
    def broker(self) -> ServerProcess:
        """The process of the broker that this test may harm."""
        assert self.own is not None, "only a test with a broker of its own may harm it"
        return self.own.process

    @cached_property
    def app(self) -> Celery:
        """An app of this process, to send with."""
        return self.new_app()

    def new_app(self, **options: Any) -> Celery:
        """One more, with some transport options of its own."""
        app = make_app(self.environment_of())
        app.conf.broker_transport_options |= options
        return app

    def topics(self) -> set[str]:
        return set(AdminClient({"bootstrap.servers": self.bootstrap_servers}).list_topics(timeout=10).topics)

    def send(self, task: str, *args: Any, **options: Any) -> str:
        """Publish; the id is returned, so the message is in Kafka."""
        return str(self.app.send_task(task, args=args, **{"queue": self.queue, **options}).id)

    def worker(
        self,
        *arguments: str,
        pool: str = "prefork",
        concurrency: int = 4,
        replacing: Worker | None = None,
        wait: bool = True,
    ) -> Worker:
        """Start a worker; one that replaces another is the same static member of the group."""
        name = replacing.name if replacing else f"w{len(self.workers)}"
        environment = self.environment_of(name)
        log = self.directory / f"{len(self.workers)}.log"
        worker = Worker(
            name, environment, log, "-P", pool, "-c", str(concurrency), "-n", f"{name}@{self.queue}", *arguments
        )
        self.workers.append(worker)
        return worker.wait_until_ready() if wait else worker

    def journaled(self, event: str = "ran") -> Counter[int]:
        """How often each number met the event."""
        return Counter(self.order(event))

    def order(self, event: str = "ran") -> list[int]:
        """The numbers in the order in which they met the event ("began|ran": either)."""
        lines = self.journal.read_text().splitlines() if self.journal.exists() else []
        return [int(line.split()[1]) for line in lines if line.split()[0] in event.split("|")]

    def wait_for(self, numbers: Any, event: str = "ran", timeout_seconds: float = 60) -> None:
        wanted = set(numbers)
        wait_until(
            lambda: wanted <= set(self.journaled(event)), timeout_seconds, of=f"{len(wanted)} tasks having {event}"
        )

    def wait_for_number(self, goal: int, timeout_seconds: float = 120) -> None:
        """Return once so many different tasks ran."""
        wait_until(lambda: len(self.journaled()) >= goal, timeout_seconds, of=f"{goal} tasks having run")

    def records(self, topic: str) -> list[Any]:
        """Everything that is in a topic now."""
        consumer = Consumer({"bootstrap.servers": self.bootstrap_servers, "group.id": f"look-{uuid.uuid4()}"})
        try:
            metadata = consumer.list_topics(timeout=10).topics.get(topic)
            places = [TopicPartition(topic, number, 0) for number in metadata.partitions] if metadata else []
            left = sum(consumer.get_watermark_offsets(place, timeout=10)[1] for place in places)
            consumer.assign(places)
            found = []
            while len(found) < left:
                message = consumer.poll(10)
                assert message is not None
                assert message.error() is None
                found.append(message)
            return found
        finally:
            consumer.close()

    def partitions_written(self) -> int:
        """How many partitions of the queue have a record."""
        return len({record.partition() for record in self.records(self.queue)})

    def dead_letters(self) -> list[dict[str, str]]:
        """The headers of each letter of the test's queue."""
        letters = self.records(f"{self.queue}.dlt")
        return [{name: value.decode(errors="replace") for name, value in letter.headers()} for letter in letters]

    def wait_for_dead_letters(self, number: int, timeout_seconds: float = 30) -> None:
        wait_until(lambda: len(self.dead_letters()) >= number, timeout_seconds, of=f"{number} dead letters")

    def close(self) -> None:
        for worker in self.workers:
            worker.kill()


@contextmanager
def monitoring(lab: Lab) -> Iterator[list[dict[str, Any]]]:
    """The events of all workers from now on, as a monitor in this process hears them."""
    seen: list[dict[str, Any]] = []
    listening, stop = threading.Event(), threading.Event()

    def listen() -> None:
        with lab.new_app().connection() as connection:
            receiver = lab.app.events.Receiver(connection, handlers={"*": seen.append})
            (consumer,) = receiver.get_consumers(lambda **options: connection.Consumer(**options), connection)
            with consumer:
                listening.set()
                while not stop.is_set():
                    with suppress(TimeoutError):
                        connection.drain_events(timeout=0.5)

    monitor = threading.Thread(target=listen, daemon=True)
    monitor.start()
    assert listening.wait(20)
    yield seen
    stop.set()
    monitor.join(20)


def wait_for_more(seen: set[int], more: int = 10) -> None:
    """Return once so many more than now were seen."""
    enough = len(seen) + more
    wait_until(lambda: len(seen) >= enough, 60, of=f"{enough} calls")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whoever asks for a laboratory needs a broker."""
    for item in items:
        if {"lab", "own_broker", "watched"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.kafka)


@pytest.fixture
def lab(broker: Server, tmp_path: Path) -> Iterator[Lab]:
    laboratory = Lab(os.environ.get("KAFKA_BOOTSTRAP_SERVERS", broker.url), tmp_path)
    yield laboratory
    laboratory.close()


@pytest.fixture
def second_lab(broker: Server, tmp_path: Path) -> Iterator[Lab]:
    """Another group on the same broker."""
    (tmp_path / "second").mkdir()
    laboratory = Lab(os.environ.get("KAFKA_BOOTSTRAP_SERVERS", broker.url), tmp_path / "second")
    yield laboratory
    laboratory.close()


@pytest.fixture
def own_broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lab]:
    """A laboratory whose broker is the test's own, to freeze, stop and start again."""
    (tmp_path / "broker").mkdir()
    server = BROKERS[request.config.getoption("--broker")](tmp_path / "broker")
    laboratory = Lab(server.url, tmp_path, own=server)
    yield laboratory
    laboratory.close()
    server.process.kill()
