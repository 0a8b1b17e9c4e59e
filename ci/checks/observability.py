"""Dashboards and alerts: generated, understood by Prometheus, tested, explained, and of metrics that there are."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import promql_parser
import yaml
from promql_parser import AggregateExpr, VectorSelector

from ci.checks import cloud_alerts
from ci.checks.findings import Finding, MissingTool, each_line, run

FOLDER = Path("config/observability")
INTERVAL = "$__rate_interval"
SEVERITIES = ("page", "ticket")
Series = dict[str, set[str]]
"""name → labels; none known where a rule records it"""
BY_PROMETHEUS = ("job", "instance")
"""Labels that every series has."""


def exported(root: Path) -> Series:
    """The series that there are, and their labels: a journey holds this list against a scrape of the whole stack."""
    lines = [line.split() for line in (root / FOLDER / "metrics.txt").read_text("utf-8").splitlines()]
    return {name: {*labels, *BY_PROMETHEUS} for name, *labels in lines} | {"up": {*BY_PROMETHEUS}}


def misdrawn_dashboards(root: Path) -> Iterable[Finding]:
    metrics = exported(root)
    drawn = subprocess.run(
        [sys.executable, "ci/dashboards", "--check"], cwd=root, capture_output=True, text=True, check=False
    )
    yield from each_line("ci/dashboards --check", drawn, "failed without a word")
    known = metrics | recorded(root)
    uids: set[str] = set()
    for file in sorted((root / FOLDER / "dashboards").glob("*.json")):
        where = str(file.relative_to(root))
        board = json.loads(file.read_text("utf-8"))
        if board["uid"] in uids:
            yield Finding(where, f"the uid {board['uid']} is another dashboard's too")
        uids.add(board["uid"])
        for panel in board["panels"]:
            for target in panel.get("targets", ()):
                place = f"{where}: {panel['title']}"
                yield from unknown_series(place, target["expr"], known)


def bad_alerts(root: Path) -> Iterable[Finding]:
    metrics = exported(root)
    promtool = Path(shutil.which("promtool") or "/usr/bin/promtool")
    if not promtool.exists():
        raise MissingTool(promtool)
    files = sorted((root / FOLDER / "rules").glob("*.yml"))
    tests = sorted((root / FOLDER / "tests").glob("*.yml"))
    yield from each_line("promtool check rules", run(promtool, "check", "rules", *files, root=root), "refused")
    yield from each_line("promtool test rules", run(promtool, "test", "rules", *tests, root=root), "failed")
    settings = root / FOLDER / "prometheus.yml"
    yield from each_line(str(FOLDER), run(promtool, "check", "config", settings, root=root), "refused")
    explained = set(re.findall(r"^## (\w+)$", (root / "docs/runbooks.md").read_text("utf-8"), re.MULTILINE))
    tested = _tested(tests)
    known = metrics | recorded(root)
    yield from _unread(root)
    yield from cloud_alerts.unknown_metrics(root)
    for where, query in cloud_alerts.queries(root):
        yield from unknown_series(where, query, known)
    for where, rule in rules(root):
        name: str = rule["alert"] if "alert" in rule else rule["record"]
        yield from unknown_series(f"{where}: {name}", rule["expr"], known)
        if "alert" not in rule:
            continue
        yield from _words_of(f"{where}: {name}", rule, known)
        if name not in explained:
            yield Finding("docs/runbooks.md", f"says nothing of the alert {name}")
        if rule["annotations"].get("runbook") != f"docs/runbooks.md#{name.lower()}":
            yield Finding(f"{where}: {name}", "does not name its runbook")
        for case in ("heard", "quiet"):
            if (name, case) not in tested:
                yield Finding(str(FOLDER / "tests"), f"{name} has no test in which it is {case}")


def unknown_series(where: str, expression: str, metrics: Series) -> Iterator[Finding]:
    """Series that nobody exports, labels that none of them has, or a text that is no PromQL."""
    try:
        parsed = promql_parser.parse(expression.replace(INTERVAL, "1m"))
    except ValueError as problem:
        yield Finding(where, f"is no PromQL: {problem}")
        return
    named: dict[str, set[str]] = {}
    told_apart: set[str] = set()

    def look(part: Any) -> None:
        if isinstance(part, VectorSelector):
            named.setdefault(part.name or "", set()).update(each.name for each in part.matchers.matchers)
        elif isinstance(part, AggregateExpr) and part.modifier is not None:
            told_apart.update(part.modifier.labels)

    promql_parser.walk(parsed, look)
    yield from (Finding(where, f"nobody exports {name}") for name in sorted(named.keys() - metrics.keys() - {""}))
    known = {name: metrics[name] for name in named if name in metrics}
    for name, labels in known.items():
        for label in sorted(named[name] - labels if labels else ()):
            yield Finding(where, f"asks for {name} by {label}, which it has not: {sorted(labels)}")
    if known and all(known.values()):
        for label in sorted(told_apart - set().union(*known.values())):
            yield Finding(where, f"tells series apart by {label}, which none of them has: {', '.join(sorted(known))}")


def recorded(root: Path) -> Series:
    """What rules record: their labels are not known."""
    return {rule["record"]: set() for _, rule in rules(root) if "record" in rule}


def _words_of(where: str, rule: dict[str, Any], metrics: Series) -> Iterator[Finding]:
    """Who is to be woken, and labels that the sentence names."""
    severity = rule.get("labels", {}).get("severity")
    if severity not in SEVERITIES:
        yield Finding(where, f"has severity {severity}, which is none of {', '.join(SEVERITIES)}: nobody would hear it")
    named = {name for name in metrics if re.search(rf"\b{name}\b", rule["expr"])}
    known = set().union(*(metrics[name] for name in named))
    said = set(re.findall(r"\$labels\.(\w+)", str(rule["annotations"])))
    if all(metrics[name] for name in named):
        kept = set().union(*map(_names_of, re.findall(r"\bby \(([^)]*)\)", rule["expr"]))) or known
        for label in sorted(said - kept):
            yield Finding(where, f"says {{{{ $labels.{label} }}}}, which is always empty: it keeps {sorted(kept)}")


def _names_of(listed: str) -> set[str]:
    return {name.strip() for name in listed.split(",")}


def _unread(root: Path) -> Iterator[Finding]:
    """Files of rules that Prometheus is not told of."""
    settings = yaml.safe_load((root / FOLDER / "prometheus.yml").read_text("utf-8"))
    patterns = settings.get("rule_files", []) if isinstance(settings, dict) else []
    for file in sorted((root / FOLDER / "rules").iterdir()):
        if not any(file.relative_to(root / FOLDER).match(pattern) for pattern in patterns):
            yield Finding(str(file.relative_to(root)), f"is read by nobody: prometheus.yml reads {patterns}")


def rules(root: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each rule, and the file it stands in."""
    for file in sorted((root / FOLDER / "rules").glob("*.yml")):
        for group in yaml.safe_load(file.read_text("utf-8"))["groups"]:
            yield from ((str(file.relative_to(root)), rule) for rule in group["rules"])


def _tested(files: Iterable[Path]) -> set[tuple[str, str]]:
    """(alert, ``heard`` or ``quiet``)"""
    found = set()
    for file in files:
        for test in yaml.safe_load(file.read_text("utf-8"))["tests"]:
            for case in test.get("alert_rule_test", ()):
                found.add((case["alertname"], "heard" if case.get("exp_alerts") else "quiet"))
    return found
