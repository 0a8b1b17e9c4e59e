"""What a benchmark prints: one row per workload, beside the limit and the target."""

import os
import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from rich.table import Table

from tests.bench.rounds import Figures
from tests.support.apache_kafka import JARS

REPOSITORY = Path(__file__).parents[2]
W1, W2, W3, W4, W5 = "W1 get product", "W2 list 20", "W3 create cart", "W4 add line item", "W5 place order"
OF_THE_LIMIT = {W1: 0.75}
PER_SECOND = {W3: 100, W4: 100, W5: 28}
P99_MILLISECONDS = {W5: 1000}


def shown(figures: Mapping[str, Figures], number: int) -> Table:
    columns = ("requests/s", "of the limit", "p50 ms", "p99 ms", "CPU µs", "database operations", "messages", "target")
    rows = Table("", *columns, title=f"after round {number}; the last columns but one are per request")
    for name, one in figures.items():
        rows.add_row(
            name,
            f"{one.per_second:.0f}",
            f"{one.ratio:.1%}",
            f"{one.milliseconds(0.5):.1f}",
            f"{one.milliseconds(0.99):.1f}",
            f"{one.cpu_microseconds():.0f}",
            f"{one.database_operations():.1f}",
            f"{one.messages():.1f}",
            ", ".join(verdicts(name, one)),
        )
    return rows


def verdicts(name: str, figures: Figures) -> list[str]:
    """Each target of the workload, and whether it was met."""

    def verdict(met: bool, target: str) -> str:
        return f"{target}: {'met' if met else 'MISSED'}"

    found = []
    if share := OF_THE_LIMIT.get(name):
        found.append(verdict(figures.ratio >= share, f"≥ {share:.0%} of the limit"))
    if rate := PER_SECOND.get(name):
        found.append(verdict(figures.per_second >= rate, f"≥ {rate}/s"))
    if most := P99_MILLISECONDS.get(name):
        found.append(verdict(figures.milliseconds(0.99) < most, f"p99 < {most} ms"))
    return found


def broker(kind: str) -> str:
    """Which broker this ran on."""
    if kind == "embedded":
        return f"noida-db {version('noida-db')}"
    [jar] = JARS.glob("kafka-server-[0-9]*.jar")
    return jar.stem.replace("kafka-server-", "Apache Kafka ")


def machine() -> str:
    """What this ran on and of what commit it was."""
    asked = ["git", "-C", str(REPOSITORY), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return f"{os.cpu_count()} cores; Python {sys.version.split()[0]}; commit {commit or 'unknown'}"
