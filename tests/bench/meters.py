"""What a phase of a benchmark cost: processor time, database operations and messages."""

import time
from collections.abc import Iterable
from dataclasses import dataclass

import psutil
from confluent_kafka import Consumer, TopicPartition
from pymongo import MongoClient

from tests.support.waiting import wait_until

COUNTED = ("insert", "query", "update", "delete", "getmore")
QUIET_SECONDS = 1.0
QUIET_CORES = 0.4
QUIET_WITHIN_SECONDS = 60


@dataclass(frozen=True)
class Cost:
    """Totals; `minus` an earlier reading is what lay between."""

    cpu_seconds: float
    database_operations: int
    messages: int

    def minus(self, earlier: "Cost") -> "Cost":
        return Cost(
            self.cpu_seconds - earlier.cpu_seconds,
            self.database_operations - earlier.database_operations,
            self.messages - earlier.messages,
        )


class Meters:
    """Reads the counters of a stack's processes, database and broker."""

    def __init__(self, processes: Iterable[psutil.Process], mongodb_uri: str, bootstrap_servers: str) -> None:
        self.processes = list(processes)
        self.mongodb: MongoClient[dict[str, object]] = MongoClient(mongodb_uri)
        self.kafka = Consumer({"bootstrap.servers": bootstrap_servers, "group.id": "bench", "log_level": 0})

    def start(self) -> None:
        """Once what was prepared has been worked off: its events are not what is measured."""
        wait_until(self._is_quiet, QUIET_WITHIN_SECONDS, of="a stack that has nothing more to do")
        self._started_at = self.read()

    def since_start(self) -> Cost:
        return self.read().minus(self._started_at)

    def _is_quiet(self) -> bool:
        """An idle stack takes some 0.15 of a core. Operations would not tell: a batch counts as one."""
        before = self._cpu_seconds()
        time.sleep(QUIET_SECONDS)
        return self._cpu_seconds() - before < QUIET_SECONDS * QUIET_CORES

    def _cpu_seconds(self) -> float:
        return sum(_cpu_seconds(process) for process in self.processes)

    def read(self) -> Cost:
        counters = self.mongodb.admin.command("serverStatus")["opcounters"]
        return Cost(
            self._cpu_seconds(),
            sum(counters[name] for name in COUNTED),
            sum(self._ends()),
        )

    def _ends(self) -> Iterable[int]:
        for name, topic in self.kafka.list_topics(timeout=10).topics.items():
            if not name.startswith("_"):  # the broker's own, and those of remote control
                for partition in topic.partitions:
                    yield self.kafka.get_watermark_offsets(TopicPartition(name, partition), timeout=10)[1]

    def database(self) -> str:
        """Which one this ran on, by its own word."""
        status, built = self.mongodb.admin.command("serverStatus"), self.mongodb.admin.command("buildInfo")
        return f"{status['process']} (as MongoDB {built['version']})"


def _cpu_seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)
