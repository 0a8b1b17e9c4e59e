"""So many connections at once, each doing one thing again and again until the time is over or nothing is left to do."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from tests.bench.client import Client, Shop

Job = Callable[[Client], None]
Jobs = Callable[[Client], Iterator[Job]]
"""What one connection does, one job after another."""


@dataclass
class Sample:
    """One measurement. Times are in seconds."""

    took: float = 0.0
    latencies: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return len(self.latencies) / self.took

    def percentile(self, share: float) -> float:
        """The latency that this share of the requests kept within."""
        ordered = sorted(self.latencies)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure(
    shop: Shop, jobs: Jobs, connections: int, seconds: float, when_prepared: Callable[[], object] = lambda: None
) -> Sample:
    """Every connection prepares first; once all have, ``when_prepared`` is called, and then the clock starts. A failure
    of one is raised here.
    """
    prepared, ready = threading.Barrier(connections + 1), threading.Barrier(connections + 1)
    latencies: list[list[float]] = [[] for _ in range(connections)]
    failures: list[Exception] = []

    def connect(mine: list[float]) -> None:
        try:
            client = Client(shop)
            todo = jobs(client)
            job: Job | None = next(todo)
            prepared.wait()
            ready.wait()
            until = time.perf_counter() + seconds
            while (started := time.perf_counter()) < until and job is not None:
                job(client)
                mine.append(time.perf_counter() - started)
                job = next(todo, None)
        except Exception as failure:  # raised below, where somebody sees it
            failures.append(failure)
            prepared.abort()
            ready.abort()

    threads = [threading.Thread(target=connect, args=(mine,)) for mine in latencies]
    for thread in threads:
        thread.start()
    with suppress(threading.BrokenBarrierError):  # the failure says why
        prepared.wait()
        when_prepared()
        ready.wait()
    started = time.perf_counter()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - started
    if failures:
        raise failures[0]
    return Sample(took, [latency for mine in latencies for latency in mine])
