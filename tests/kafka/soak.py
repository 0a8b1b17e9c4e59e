"""Steady load on one worker for a long time: `ci/soak` is an hour of it, `SECONDS=120 ci/soak` what CI has time for.

It ends with 1 unless
- every task ran: each that was sent has its number in the journal;
- the lag was bounded: never more than a few seconds' worth of the load waited;
- the worker's memory was flat: the straight line through its resident size after the first third of the time (a
  worker fills its caches first) rises by no more than a few megabytes, however long it lasts.
"""

import argparse
import itertools
import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import linear_regression, mean

import psutil
from confluent_kafka import TopicPartition
from rich.console import Console

from common.kafka import publish_batch
from common.kafka.operators import topics_of
from tests.bench.report import broker, machine
from tests.conftest import BROKERS
from tests.kafka.conftest import Lab

TICK_SECONDS = 0.1
LOOK_EVERY_SECONDS = 1.0
TRIM_EVERY_SECONDS = 10.0
MOST_RISE_MEGABYTES = 4.0
MOST_LAG_SECONDS = 5.0


class Watch:
    """What was seen of the worker, second by second."""

    def __init__(self, lab: Lab) -> None:
        self.process = psutil.Process(lab.workers[0].process.pid)
        self.topics, self.queue = topics_of(lab.app), lab.queue
        self.group = f"group-{lab.queue}"
        self.seconds: list[float] = []
        self.megabytes: list[float] = []
        self.lags: list[int] = []

    def look(self, second: float) -> None:
        family = [self.process, *self.process.children(recursive=True)]
        self.seconds.append(second)
        self.megabytes.append(sum(each.memory_info().rss for each in family) / 2**20)
        self.lags.append(self.topics.size(self.queue, self.group))

    def trim(self) -> None:
        """Delete what is finished: the laptop's broker writes its whole log again and again."""
        done = self.topics.committed(self.group, self.topics.partitions(self.queue))
        wanted = [TopicPartition(topic, partition, offset) for (topic, partition), offset in done.items() if offset]
        for future in self.topics.native.delete_records(wanted).values() if wanted else ():
            future.result()

    def rise(self) -> float:
        """By how many megabytes the line through the memory after warm-up rises until the end."""
        warm = len(self.seconds) // 3
        slope, _ = linear_regression(self.seconds[warm:], self.megabytes[warm:])
        return slope * (self.seconds[-1] - self.seconds[warm])


def load(lab: Lab, watch: Watch, per_second: float, seconds: float) -> int:
    """Send at this rate for so long, and watch meanwhile; how many tasks."""
    sent = 0
    began = time.monotonic()
    looks, trims = _every(LOOK_EVERY_SECONDS), _every(TRIM_EVERY_SECONDS)
    look_at, trim_at = next(looks), next(trims)
    while (now := time.monotonic() - began) < seconds:
        with publish_batch(lab.app) as batch:
            while sent < now * per_second:
                batch.send("run", args=[sent], queue=lab.queue)
                sent += 1
        if now >= look_at:
            watch.look(now)
            look_at = next(at for at in looks if at > now)
        if now >= trim_at:
            watch.trim()
            trim_at = next(at for at in trims if at > now)
        time.sleep(TICK_SECONDS)
    return sent


def _every(seconds: float) -> Iterator[float]:
    return itertools.count(seconds, seconds)


def main() -> int:
    parser = argparse.ArgumentParser("ci/soak", description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, default=float(os.environ.get("SECONDS", "3600")))
    parser.add_argument("--rate", type=float, default=100, help="tasks per second")
    parser.add_argument("--pool", choices=("prefork", "threads", "gevent"), default="threads")
    parser.add_argument("--broker", choices=sorted(BROKERS), default="embedded")
    wanted = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that no server is left behind
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        directory = Path(name)
        (directory / "broker").mkdir()
        server = BROKERS[wanted.broker](directory / "broker")
        lab = Lab(server.url, directory)
        try:
            lab.worker("-E", pool=wanted.pool)
            watch = Watch(lab)
            sent = load(lab, watch, wanted.rate, wanted.seconds)
            lab.wait_for(range(sent), timeout_seconds=60)
            twice = sum(lab.journaled().values()) - sent
        finally:
            lab.close()
            server.process.kill()
    most_lag, rise = max(watch.lags), watch.rise()
    Console(width=140).print(
        f"{sent} tasks in {wanted.seconds:.0f} s on {wanted.pool}: all ran, {twice} twice; lag on average"
        f" {mean(watch.lags):.0f}, at most {most_lag}; memory {watch.megabytes[-1]:.1f} MB,"
        f" risen by {rise:+.2f} MB since the first third. {machine()}; {broker(wanted.broker)}."
    )
    return 0 if rise <= MOST_RISE_MEGABYTES and most_lag <= MOST_LAG_SECONDS * wanted.rate else 1


sys.exit(main())
