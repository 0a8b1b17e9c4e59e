"""How soon a write here can be read there: HTTP write → outbox → Kafka → replica in another service's
database.

    ci/bench-replicas                        200 writes a second for 20 seconds
    ci/bench-replicas --rate=50 --broker=apache

Writes tax categories through product's HTTP API at a steady rate and looks in cart's database, every few milliseconds,
which of their replicas are there. The time counts from the sending of the request.
"""

import argparse
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import quantiles
from typing import Any
from uuid import uuid4

import httpx
import psutil
from pymongo import MongoClient
from rich.console import Console

from common.services import table
from tests.bench.platform import platform
from tests.bench.report import machine
from tests.support.stack import Stack

THREADS = 16
PATIENCE_SECONDS = 60
LOOK_EVERY_SECONDS = 0.005
WARM_UP = 20  # writes

console = Console(width=140)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "ci/bench-replicas", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rate", type=float, default=200, help="writes per second")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--broker", choices=("embedded", "apache"), default="embedded")
    return parser.parse_args()


def main() -> int:
    wanted = arguments()
    with platform(wanted.broker) as stack:
        return measure(stack, wanted)


def measure(stack: Stack, wanted: argparse.Namespace) -> int:
    uri = f"mongodb://127.0.0.1:{stack.port + table().ports['mongo']}/?directConnection=true"
    product = f"http://127.0.0.1:{stack.port + table()['product'].port}/{stack.client()['CTP_PROJECT_KEY']}"
    with stack.http() as http, MongoClient[dict[str, Any]](uri) as mongodb:
        writes = Writes(http, f"{product}/tax-categories")
        seen = Seen(mongodb, f"{stack.client()['CTP_PROJECT_KEY']}/tax-category", writes)
        writes.at_rate(WARM_UP, WARM_UP)
        seen.wait_for(writes.sent_at)
        writes.sent_at.clear()
        count = int(wanted.rate * wanted.seconds)
        spent = Spent(stack)
        took = writes.at_rate(count, wanted.rate)
        missing = seen.wait_for(writes.sent_at)
        spenders = spent.per(count)
        seen.close()
    milliseconds = sorted((seen.at[id] - sent) * 1000 for id, sent in writes.sent_at.items() if id in seen.at)
    cuts = quantiles(milliseconds, n=100)
    console.print(
        f"{len(milliseconds)} writes at {len(milliseconds) / took:.0f}/s (wanted {wanted.rate:.0f}/s):"
        f" request to replica p50 {cuts[49]:.0f} ms, p99 {cuts[98]:.0f} ms, longest {milliseconds[-1]:.0f} ms;"
        f" {len(missing)} missing, {writes.failed} refused. {machine()}; broker: {wanted.broker}."
    )
    console.print(f"CPU per write, of the stack: {spenders}; load average {os.getloadavg()[0]:.0f}.")
    return 1 if missing else 0


class Spent:
    """Processor time of the stack's processes since this was made."""

    def __init__(self, stack: Stack) -> None:
        self._family: dict[psutil.Process, float] = {process: _cpu_seconds(process) for process in stack.family()}

    def per(self, count: int) -> str:
        """Milliseconds per write, by what `ms-commerce` calls a process; the largest first."""
        spent: Counter[str] = Counter()
        for process, before in self._family.items():
            words = process.cmdline()
            own = next((at for at, word in enumerate(words) if word.endswith("ms-commerce")), None)
            name = " ".join(words[own + 1 :]) if own is not None else Path(words[0]).name + " " + " ".join(words[1:3])
            spent[name] += _cpu_seconds(process) - before
        return ", ".join(f"{name} {1000 * seconds / count:.1f} ms" for name, seconds in spent.most_common(6))


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


class Writes:
    """Creates tax categories; ``sent_at`` says when each was asked for."""

    def __init__(self, http: httpx.Client, url: str) -> None:
        self.http, self.url = http, url
        self.sent_at: dict[str, float] = {}
        self.failed = 0

    def at_rate(self, count: int, per_second: float) -> float:
        """How long all took; they start on time as far as there are threads."""
        begun = time.monotonic()
        with ThreadPoolExecutor(THREADS) as threads:
            for number in range(count):
                time.sleep(max(0, begun + number / per_second - time.monotonic()))
                threads.submit(self._write)
        return time.monotonic() - begun

    def _write(self) -> None:
        sent = time.monotonic()
        answer = self.http.post(self.url, json={"name": f"Tax {uuid4()}", "rates": []})
        if answer.is_success:
            self.sent_at[answer.json()["id"]] = sent
        else:
            self.failed += 1


class Seen:
    """When each replica could be read in cart's database; ``names`` is what theirs begin with."""

    def __init__(self, mongodb: MongoClient[dict[str, Any]], names: str, writes: Writes) -> None:
        self.at: dict[str, float] = {}
        self._replicas, self._names, self._writes = mongodb["ms-commerce-cart"]["replicas"], names, writes
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._over.set()
        self._thread.join()

    def wait_for(self, sent: Mapping[str, float]) -> set[str]:
        """Those that did not come."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while (missing := sent.keys() - self.at.keys()) and time.monotonic() < deadline:
            time.sleep(0.1)
        return set(missing)

    def _watch(self) -> None:
        while not self._over.wait(LOOK_EVERY_SECONDS):
            if wanted := [f"{self._names}/{id}" for id in {*self._writes.sent_at} - self.at.keys()]:
                found = list(self._replicas.find({"_id": {"$in": wanted}}, {"_id": 1}))
                self.at |= {replica["_id"].rpartition("/")[2]: time.monotonic() for replica in found}


sys.exit(main())
