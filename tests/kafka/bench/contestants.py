"""One transport under measurement: what it does per second, and how soon."""

import time
import uuid
from pathlib import Path

import psutil
from celery import Celery

from common.kafka import publish_batch
from tests.kafka.bench.tasks import STAMP, make_bench_app, stamps
from tests.kafka.conftest import Worker
from tests.support.waiting import wait_until

PATIENCE_SECONDS = 120
QUEUES = 8


class Contestant:
    """Where its broker is, and workers to be measured on it."""

    def __init__(self, name: str, url: str, directory: Path) -> None:
        self.name, self.url, self.directory = name, url, directory
        self.is_ours = url.startswith("kafka:")
        directory.mkdir(exist_ok=True)
        self.app: Celery = make_bench_app(url)
        self.journal = directory / "journal"

    def messages_per_second(self, number: int) -> float:
        """Published one by one."""
        started = time.perf_counter()
        for _ in range(number):
            self._send("bench-publish")
        return number / (time.perf_counter() - started)

    def batched_per_second(self, number: int, batches: int) -> tuple[float, float]:
        """Published with one wait where the transport has batches, until all are at the broker; also our CPU, in µs."""
        started, cpu_before = time.perf_counter(), time.process_time()
        for _ in range(batches):
            self._send_together("bench-publish", number // batches)
        return number / (time.perf_counter() - started), 1e6 * (time.process_time() - cpu_before) / number

    def tasks_per_second(self, pool: str, number: int) -> tuple[float, float]:
        """A backlog of no-ops, worked off; its first tenth only warms up. Also the worker's CPU, in µs per task."""
        queue = f"bench-{uuid.uuid4().hex}"
        self.journal.unlink(missing_ok=True)
        self._send_together(queue, number)
        worker = self._worker(pool, queue)
        try:
            self._wait_for(number // 10)
            ran_before, cpu_before = len(stamps(self.journal)), cpu_seconds_of(worker)
            self._wait_for(number)
            microseconds = 1e6 * (cpu_seconds_of(worker) - cpu_before) / (number - ran_before)
            ran = sorted(started for _, started in stamps(self.journal))
            warm = number // 10
            return (len(ran) - warm) / (ran[-1] - ran[warm]), microseconds
        finally:
            worker.kill()

    def milliseconds(self, number: int) -> list[float]:
        """From sending to start, a hundred a second evenly over eight queues of one worker; ascending."""
        self.journal.unlink(missing_ok=True)
        queues = [f"bench-{uuid.uuid4().hex}" for _ in range(QUEUES)]
        worker = self._worker("threads", ",".join(queues))
        try:
            for queue in queues:  # once round, so that all is joined and connected
                self._send(queue)
            self._wait_for(QUEUES)
            begun = time.monotonic()
            for place in range(number):
                time.sleep(max(0.0, begun + place / 100 - time.monotonic()))
                self._send(queues[place % QUEUES])
            self._wait_for(QUEUES + number)
            return sorted(1000 * (started - sent) for sent, started in stamps(self.journal)[QUEUES:])
        finally:
            worker.kill()

    def _send(self, queue: str) -> None:
        self.app.send_task("noop", args=[time.time()], queue=queue)

    def _send_together(self, queue: str, number: int) -> None:
        """With one wait where the transport has batches."""
        if self.is_ours:
            with publish_batch(self.app) as batch:
                for _ in range(number):
                    batch.send("noop", args=[0.0], queue=queue)
            return
        with self.app.producer_pool.acquire(block=True) as producer, producer.batch():
            for _ in range(number):
                self.app.send_task("noop", args=[0.0], queue=queue, producer=producer)

    def _wait_for(self, number: int) -> None:
        def ran() -> bool:
            return self.journal.exists() and self.journal.stat().st_size >= number * STAMP.size

        wait_until(ran, PATIENCE_SECONDS, of=f"{number} tasks of {self.name} having run (logs: {self.directory})")

    def _worker(self, pool: str, queues: str) -> Worker:
        """With queues and a group of its own: nothing of an earlier one, which was killed, is in its way."""
        group = {"BENCH_GROUP": queues.partition(",")[0]}
        environment = {"BENCH_BROKER": self.url, "BENCH_JOURNAL": str(self.journal), **group}
        log = self.directory / f"{pool}-{time.monotonic_ns()}.log"
        arguments = ("-P", pool, "-c", "4", "-Q", queues, "--without-mingle", "--without-gossip", "-l", "warning")
        return Worker(f"{self.name}-{pool}", environment, log, *arguments, app="tests.kafka.bench.tasks")


def cpu_seconds_of(worker: Worker) -> float:
    """What the worker and its children have used until now."""
    main = psutil.Process(worker.process.pid)
    times = [each.cpu_times() for each in (main, *main.children(recursive=True))]
    return sum(each.user + each.system for each in times)
