"""How fast the transport is, beside Celery on Redis and kombu's own Kafka transport, in interleaved rounds.

    ci/bench-kafka                             on the laptop's broker
    ci/bench-kafka --broker=apache --rounds=5  on Apache Kafka (after ci/setup)
    ci/bench-kafka --only=tasks                one part: publishing, tasks or latency

Each figure is the median over the rounds; in every round each transport has its turn, and a short round before them is
not counted. kombu's own takes part in
publishing only: it loses tasks, so how fast it runs them says nothing.
"""

import argparse
import signal
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from tests.bench.report import broker, machine
from tests.conftest import BROKERS
from tests.kafka.bench.contestants import Contestant
from tests.kafka.bench.report import (
    CPU_IN_BATCHES,
    IN_BATCHES,
    ONE_BY_ONE,
    OURS,
    P50,
    P99,
    POOLS,
    REDIS,
    STOCK,
    Figures,
    microseconds_on,
    per_second_on,
    shown,
)
from tests.support.servers import redis_server

PARTS = ("publishing", "tasks", "latency")


def measure(contestants: Iterable[Contestant], parts: Iterable[str], tasks: int) -> Iterable[tuple[str, str, float]]:
    """(figure, transport, value) of one round."""
    for one in contestants:
        if "publishing" in parts:
            yield ONE_BY_ONE, one.name, one.messages_per_second(tasks // 10)
            # For about as long each: a machine's mood of a moment should not meet the fastest only.
            number, batches = (tasks // 2, 1) if one.name == STOCK else (tasks * 4, 4)
            per_second, microseconds = one.batched_per_second(number, batches)
            yield IN_BATCHES, one.name, per_second
            yield CPU_IN_BATCHES, one.name, microseconds
        if one.name == STOCK:
            continue
        for pool in POOLS if "tasks" in parts else ():
            per_second, microseconds = one.tasks_per_second(pool, tasks)
            yield per_second_on(pool), one.name, per_second
            yield microseconds_on(pool), one.name, microseconds
        if "latency" in parts:
            milliseconds = one.milliseconds(300)
            yield P50, one.name, milliseconds[len(milliseconds) // 2]
            yield P99, one.name, milliseconds[len(milliseconds) * 99 // 100]


def main() -> None:
    parser = argparse.ArgumentParser(
        "ci/bench-kafka", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--broker", choices=sorted(BROKERS), default="embedded")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--tasks", type=int, default=5000, help="per pool and round")
    parser.add_argument("--only", choices=PARTS)
    wanted = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no server is left behind
    parts = (wanted.only,) if wanted.only else PARTS
    console = Console(width=140)
    with tempfile.TemporaryDirectory(prefix="bench-kafka-") as name:
        directory = Path(name)
        (directory / "redis").mkdir()
        (directory / "kafka").mkdir()
        servers = [BROKERS[wanted.broker](directory / "kafka"), redis_server(directory / "redis")]
        urls = {
            OURS: f"kafka://{servers[0].url}",
            REDIS: servers[1].url,
            STOCK: f"confluentkafka://{servers[0].url}",
        }
        try:
            contestants = [Contestant(each, url, directory / each) for each, url in urls.items()]
            figures = Figures()
            for _ in measure(contestants, parts, wanted.tasks // 5):
                pass  # not counted: a JVM compiles what runs, and clients connect
            for number in range(1, wanted.rounds + 1):
                for figure, transport, value in measure(contestants, parts, wanted.tasks):
                    figures.add(figure, transport, value)
                    console.print(f"[dim]{figure}, {transport}: {value:,.1f}[/]")
                console.print(shown(figures, f"{broker(wanted.broker)}, after round {number} of {wanted.rounds}"))
            console.print(f"{machine()}; 4 threads or processes per worker, {wanted.tasks} tasks per pool and round.")
        finally:
            for server in servers:
                server.process.kill()


main()
