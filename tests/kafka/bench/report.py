"""What the benchmark prints: each figure of each transport, and whether the target was met."""

from collections import defaultdict
from collections.abc import Callable
from statistics import median

from rich.table import Table

OURS, REDIS, STOCK = "ours", "Redis", "kombu's own"
POOLS = ("prefork", "threads", "gevent")
ONE_BY_ONE, IN_BATCHES, CPU_IN_BATCHES, P50, P99 = (
    "messages/s one by one",
    "messages/s in batches",
    "CPU µs per message in batches",
    "p50 ms to start",
    "p99 ms to start",
)


def per_second_on(pool: str) -> str:
    return f"tasks/s on {pool}"


def microseconds_on(pool: str) -> str:
    """Of the worker's processors, per task: it depends less than the rest on who else uses the machine."""
    return f"CPU µs per task on {pool}"


class Figures:
    """figure → transport → its value in each round"""

    def __init__(self) -> None:
        self.values: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))

    def add(self, figure: str, transport: str, value: float) -> None:
        self.values[figure][transport].append(value)

    def ratio(self, figure: str, to: str) -> float:
        """Ours to another's: the median of the rounds' own, for a machine's mood changes from round to round."""
        rounds = zip(self.values[figure][OURS], self.values[figure][to], strict=True)
        return median(ours / other for ours, other in rounds)


def _as_many_as_redis(figure: str) -> Callable[[Figures], bool]:
    return lambda figures: figures.ratio(figure, REDIS) >= 1


TARGETS: dict[str, tuple[str, Callable[[Figures], bool]]] = {
    IN_BATCHES: ("at least 5 of kombu's own", lambda figures: figures.ratio(IN_BATCHES, STOCK) >= 5),
    P50: ("at most 2 of Redis'", lambda figures: figures.ratio(P50, REDIS) <= 2),
    P99: ("below 100 ms", lambda figures: median(figures.values[P99][OURS]) < 100),
    **{per_second_on(pool): ("at least Redis'", _as_many_as_redis(per_second_on(pool))) for pool in POOLS},
}


def shown(figures: Figures, title: str) -> Table:
    transports = (OURS, REDIS, STOCK)
    rows = Table("", *transports, "ours : Redis'", "ours : kombu's own", "target", title=title)
    for figure, values in figures.values.items():
        medians = [f"{median(values[each]):,.1f}" if values[each] else "" for each in transports]
        ratios = [f"{figures.ratio(figure, each):.2f}" if values[each] else "" for each in (REDIS, STOCK)]
        target, is_met = TARGETS.get(figure, ("", None))
        verdict = "" if is_met is None else f"{target}: {'met' if is_met(figures) else 'MISSED'}"
        rows.add_row(figure, *medians, *ratios, verdict)
    return rows
