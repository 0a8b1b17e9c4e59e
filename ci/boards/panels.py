"""A dashboard as a table: rows of panels, a panel of queries.

board("Kafka", "kafka", row("Lag", graph("By queue", "short", {"{{queue}}": "sum by (queue) (celery_kafka_lag)"})))
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from string import ascii_uppercase
from typing import Any

from grafana_foundation_sdk.builders import dashboard, prometheus, stat, timeseries
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.dashboard import DataSourceRef

WIDTH, HEIGHT = 24, 8  # of Grafana's grid, and of a panel
SOURCE = DataSourceRef(type_val="prometheus", uid="${source}")
Queries = Mapping[str, str]
"""legend → PromQL"""


@dataclass(frozen=True)
class Row:
    title: str
    panels: tuple[Any, ...]


def row(title: str, *panels: Any) -> Row:
    return Row(title, panels)


def graph(title: str, unit: str, queries: Queries, says: str = "") -> Any:
    """``unit`` is one of Grafana's: s, reqps, short, percentunit, bytes."""
    return _with(timeseries.Panel().title(title).unit(unit).min(0).description(says), queries)


def number(title: str, unit: str, query: str, says: str = "") -> Any:
    return _with(stat.Panel().title(title).unit(unit).description(says), {"": query})


def quantiles(metric: str, by: str = "") -> Queries:
    """p50, p95 and p99 of a histogram, per value of ``by``."""
    labels = f"le, {by}" if by else "le"
    series = f"sum by ({labels}) (rate({metric}_bucket[$__rate_interval]))"
    return {
        f"p{q} {_legend(by) if by else ''}".strip(): f"histogram_quantile({q / 100}, {series})" for q in (50, 95, 99)
    }


def rates(metric: str, *by: str, where: str = "") -> Queries:
    """What a counter grows by a second, per combination of these labels."""
    chosen = f"{{{where}}}" if where else ""
    return {_legend(*by): f"sum by ({', '.join(by)}) (rate({metric}{chosen}[$__rate_interval]))"}


def increases(metric: str, *by: str, within: str, where: str = "") -> Queries:
    """What a counter grew by within ``5m``."""
    chosen = f"{{{where}}}" if where else ""
    return {_legend(*by): f"sum by ({', '.join(by)}) (increase({metric}{chosen}[{within}]))"}


def most(metric: str, *by: str) -> Queries:
    """The greatest value of a gauge, per combination of these labels."""
    return {_legend(*by): f"max by ({', '.join(by)}) ({metric})"}


def total(metric: str, *by: str) -> Queries:
    """The sum of a gauge, per combination of these labels."""
    return {_legend(*by): f"sum by ({', '.join(by)}) ({metric})"}


def busiest(count: int, queries: Queries) -> Queries:
    return {legend: f"topk({count}, {query})" for legend, query in queries.items()}


def _legend(*by: str) -> str:
    return " ".join(f"{{{{{label}}}}}" for label in by)


def board(title: str, uid: str, *rows: Row) -> str:
    """The dashboard as Grafana imports it."""
    source = dashboard.DatasourceVariable("source").label("Prometheus").type("prometheus")
    made = (
        dashboard.Dashboard(title).uid(f"ms-commerce-{uid}").tags(["ms-commerce"]).refresh("30s").time("now-1h", "now")
    )
    made = made.with_variable(source)
    ids = count(1)
    for one in rows:
        made = made.with_row(dashboard.Row(one.title).id(next(ids)))
        for panel in one.panels:
            made = made.with_panel(panel.id(next(ids)).span(WIDTH // len(one.panels)).height(HEIGHT))
    return json.dumps(json.loads(JSONEncoder(sort_keys=True).encode(made.build())), indent=1, sort_keys=True) + "\n"


def _with(panel: Any, queries: Queries) -> Any:
    for letter, (legend, query) in zip(ascii_uppercase, queries.items(), strict=False):
        panel = panel.with_target(prometheus.Dataquery().expr(query).legend_format(legend).ref_id(letter))
    return panel.datasource(SOURCE)
