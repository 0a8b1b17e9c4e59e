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
from promql_parser import VectorSelector

from ci.checks.findings import Finding, MissingTool, each_line, run

FOLDER = Path("config/observability")
INTERVAL = "$__rate_interval"


def exported(root: Path) -> set[str]:
    """The series that there are: a journey holds this list against a scrape of the whole stack."""
    return set((root / FOLDER / "metrics.txt").read_text("utf-8").split()) | {"up"}


def misdrawn_dashboards(root: Path) -> Iterable[Finding]:
    metrics = exported(root)
    drawn = subprocess.run(
        [sys.executable, "ci/dashboards", "--check"], cwd=root, capture_output=True, text=True, check=False
    )
    yield from each_line("ci/dashboards --check", drawn, "failed without a word")
    recorded = {rule["record"] for _, rule in rules(root) if "record" in rule}
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
                yield from unknown_series(place, target["expr"], metrics | recorded)


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
    recorded = {rule["record"] for _, rule in rules(root) if "record" in rule}
    for where, rule in rules(root):
        name: str = rule["alert"] if "alert" in rule else rule["record"]
        yield from unknown_series(f"{where}: {name}", rule["expr"], metrics | recorded)
        if "alert" not in rule:
            continue
        if name not in explained:
            yield Finding("docs/runbooks.md", f"says nothing of the alert {name}")
        if rule["annotations"].get("runbook") != f"docs/runbooks.md#{name.lower()}":
            yield Finding(f"{where}: {name}", "does not name its runbook")
        for case in ("heard", "quiet"):
            if (name, case) not in tested:
                yield Finding(str(FOLDER / "tests"), f"{name} has no test in which it is {case}")


def unknown_series(where: str, expression: str, metrics: set[str]) -> Iterator[Finding]:
    """Series that nobody exports, or a text that is no PromQL."""
    try:
        parsed = promql_parser.parse(expression.replace(INTERVAL, "1m"))
    except ValueError as problem:
        yield Finding(where, f"is no PromQL: {problem}")
        return
    named: set[str | None] = set()
    promql_parser.walk(parsed, lambda part: named.add(part.name) if isinstance(part, VectorSelector) else None)
    yield from (Finding(where, f"nobody exports {name}") for name in sorted(filter(None, named - metrics)))


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
