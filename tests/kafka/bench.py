"""`ci/bench-kafka`: our transport beside Celery on Redis and kombu's own Kafka transport, in interleaved rounds.

Prints, per transport: publishing one by one and in a batch, no-op tasks per second on each pool, and from
`send_task` to start with eight queues on one worker. It asserts nothing: the numbers are for eyes.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path

from celery import Celery

import common.kafka  # noqa: F401
from tests.conftest import BROKERS
from tests.kafka.bench_tasks import make_bench_app
from tests.kafka.conftest import Worker
from tests.support.servers import Server, redis_server
from tests.support.waiting import wait_until

POOLS = ("prefork", "threads", "gevent")
QUEUES = [f"bench-{number}" for number in range(8)]


class Contestant:
    """One transport: where its broker is, and a worker to be measured."""

    def __init__(self, name: str, url: str, directory: Path) -> None:
        self.name, self.url, self.directory = name, url, directory
        directory.mkdir(exist_ok=True)
        self.app: Celery = make_bench_app(url)

    def worker(self, pool: str, queues: str) -> Worker:
        environment = {"BENCH_BROKER": self.url, "BENCH_JOURNAL": str(self.journal)}
        log = self.directory / f"{pool}-{time.monotonic_ns()}.log"
        arguments = ("-P", pool, "-c", "4", "-Q", queues, "--without-mingle", "--without-gossip", "-l", "warning")
        return Worker(f"{self.name}-{pool}", environment, log, *arguments, app="tests.kafka.bench_tasks")

    @property
    def journal(self) -> Path:
        return self.directory / "journal"

    def ran(self) -> list[float]:
        """Seconds from sending to start of each task that ran."""
        return [float(line) for line in self.journal.read_text().split()] if self.journal.exists() else []

    def publish_each(self, number: int) -> float:
        """Messages per second, one by one."""
        started = time.perf_counter()
        for _ in range(number):
            self.app.send_task("noop", args=[0.0], queue="bench-publish")
        return number / (time.perf_counter() - started)

    def publish_together(self, number: int) -> float:
        """Messages per second in one batch, where the transport has batches."""
        started = time.perf_counter()
        with self.app.producer_pool.acquire(block=True) as producer, producer.batch():
            for _ in range(number):
                self.app.send_task("noop", args=[0.0], queue="bench-publish", producer=producer)
        return number / (time.perf_counter() - started)

    def tasks_per_second(self, pool: str, number: int) -> float:
        """A backlog of no-ops, worked off."""
        queue = f"bench-{pool}"
        self.journal.unlink(missing_ok=True)
        with self.app.producer_pool.acquire(block=True) as producer, producer.batch():
            for _ in range(number):
                self.app.send_task("noop", args=[0.0], queue=queue, producer=producer)
        worker = self.worker(pool, queue)
        try:
            wait_until(self.ran, 300)
            first = time.perf_counter()
            before = len(self.ran())
            wait_until(lambda: len(self.ran()) >= number, 300)
            return (number - before) / (time.perf_counter() - first)
        finally:
            worker.kill()

    def latencies(self, number: int) -> list[float]:
        """Seconds from sending to start, evenly over eight queues of one worker."""
        self.journal.unlink(missing_ok=True)
        worker = self.worker("threads", ",".join(QUEUES))
        try:
            for queue in QUEUES:  # once round, so that all is joined and connected
                self.app.send_task("noop", args=[0.0], queue=queue)
            wait_until(lambda: len(self.ran()) >= len(QUEUES), 120)
            self.journal.unlink()
            for place in range(number):
                self.app.send_task("noop", args=[time.time()], queue=QUEUES[place % len(QUEUES)])
                time.sleep(0.01)
            wait_until(lambda: len(self.ran()) >= number, 120)
            return sorted(self.ran())
        finally:
            worker.kill()


def measure(contestants: list[Contestant], rounds: int, number: int) -> dict[str, dict[str, float]]:
    """The median of each figure over the rounds; in every round each contestant has its turn."""
    figures: dict[str, dict[str, list[float]]] = {each.name: {} for each in contestants}
    for _ in range(rounds):
        for each in contestants:
            row = figures[each.name]
            row.setdefault("publish/s", []).append(each.publish_each(number // 10))
            row.setdefault("batch/s", []).append(each.publish_together(number))
            for pool in POOLS:
                row.setdefault(f"{pool} tasks/s", []).append(each.tasks_per_second(pool, number))
            seconds = each.latencies(200)
            row.setdefault("p50 ms", []).append(1000 * seconds[len(seconds) // 2])
            row.setdefault("p99 ms", []).append(1000 * seconds[len(seconds) * 99 // 100])
    return {
        name: {figure: round(statistics.median(values), 1) for figure, values in row.items()}
        for name, row in figures.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--broker", choices=sorted(BROKERS), default="embedded")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tasks", type=int, default=2000)
    parser.add_argument("--only", help="one contestant: ours, redis or stock")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-kafka-") as name:
        directory = Path(name)
        (directory / "kafka").mkdir()
        (directory / "redis").mkdir()
        servers: list[Server] = [BROKERS[given.broker](directory / "kafka"), redis_server(directory / "redis")]
        try:
            urls = {
                "ours": f"kafka://{servers[0].url}",
                "redis": servers[1].url,
                "stock": f"confluentkafka://{servers[0].url}",
            }
            chosen = [given.only] if given.only else list(urls)
            contestants = [Contestant(each, urls[each], directory / each) for each in chosen]
            print(json.dumps({"broker": given.broker, **measure(contestants, given.rounds, given.tasks)}, indent=2))  # noqa: T201
        finally:
            for server in servers:
                server.process.kill()


if __name__ == "__main__":
    main()
