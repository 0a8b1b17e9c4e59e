"""Interleaved rounds: every workload once per round, so that what the machine does besides hits all of them alike."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from statistics import median

from tests.bench.client import Shop
from tests.bench.load import Jobs, Sample, measure
from tests.bench.meters import Cost, Meters


@dataclass
class Figures:
    """One workload over all rounds."""

    samples: list[Sample] = field(default_factory=list)
    costs: list[Cost] = field(default_factory=list)
    ratios: list[float] = field(default_factory=list)
    """Requests per second beside those of the limit in the same round."""

    @property
    def requests(self) -> int:
        return sum(len(sample.latencies) for sample in self.samples)

    @property
    def per_second(self) -> float:
        return median(sample.per_second for sample in self.samples)

    @property
    def ratio(self) -> float:
        return median(self.ratios)

    def milliseconds(self, share: float) -> float:
        together = Sample(1, [latency for sample in self.samples for latency in sample.latencies])
        return together.percentile(share) * 1000

    def cpu_microseconds(self) -> float:
        return sum(cost.cpu_seconds for cost in self.costs) / self.requests * 1e6

    def database_operations(self) -> float:
        return sum(cost.database_operations for cost in self.costs) / self.requests

    def messages(self) -> float:
        return sum(cost.messages for cost in self.costs) / self.requests


LIMIT = "limit"


def run(
    shop: Shop, meters: Meters, workloads: Mapping[str, Jobs], rounds: int, connections: int, seconds: float
) -> Iterator[tuple[int, Mapping[str, Figures]]]:
    """The figures so far, after each round. The first of the workloads is the limit."""
    figures = {name: Figures() for name in workloads}
    for number in range(1, rounds + 1):
        for name, jobs in workloads.items():
            figures[name].samples.append(sample := measure(shop, jobs, connections, seconds, meters.start))
            figures[name].costs.append(meters.since_start())
            figures[name].ratios.append(sample.per_second / figures[LIMIT].samples[-1].per_second)
        yield number, figures
