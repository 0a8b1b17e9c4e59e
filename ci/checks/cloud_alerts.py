"""Cloud Monitoring's own alerts in Terraform: metrics that there are, labels that they have, fields that logs write."""

import re
from collections.abc import Iterator
from pathlib import Path

from ci.checks.findings import Finding

OF_GOOGLE = {"monitoring.googleapis.com/uptime_check/check_passed": {"check_id", "checked_resource_id"}}
"""Metrics of Google's that we ask for, and their labels."""
OURS = "logging.googleapis.com/user/"
LOGS = "common/observability/logs.py"


def unknown_metrics(root: Path) -> Iterator[Finding]:
    written = set(re.findall(r'"(\w+)"', (root / LOGS).read_text("utf-8")))
    for file in sorted((root / "terraform").rglob("*.tf")):
        where, text = str(file.relative_to(root)), file.read_text("utf-8")
        made = {
            name: (_first(r'^  name\s*=\s*"([^"]+)"', body), set(re.findall(r'\bkey\s*=\s*"(\w+)"', body)))
            for name, body in re.findall(r'^resource "google_logging_metric" "(\w+)" \{(.*?)^\}', text, re.S | re.M)
        }
        for field in sorted(set(re.findall(r"EXTRACT\(jsonPayload\.(\w+)", text)) - written):
            yield Finding(where, f"takes {field} from logs, in which no process writes it ({LOGS})")
        policies = re.findall(r'^resource "google_monitoring_alert_policy" "(\w+)" \{(.*?)^\}', text, re.S | re.M)
        for policy, body in policies:
            yield from _asked(f"{where}, alert policy {policy}", body.replace('\\"', "'"), made)


def _asked(where: str, body: str, made: dict[str, tuple[str, set[str]]]) -> Iterator[Finding]:
    labels: set[str] = set()
    for metric in re.findall(r"metric\.type='([^']+)'", body):
        name = metric.removeprefix(OURS)
        reference = _first(r"\$\{google_logging_metric\.(\w+)\.name\}", name)
        known = dict(made.values()) | {"": set()}
        if metric in OF_GOOGLE:
            labels |= OF_GOOGLE[metric]
        elif metric.startswith(OURS) and reference in made:
            labels |= made[reference][1]
        elif metric.startswith(OURS) and name in known:
            labels |= known[name]
        else:
            yield Finding(where, f"asks for {metric}, which nobody exports")
            return
    for label in sorted(set(re.findall(r"metric\.labels?\.(\w+)", body)) - labels):
        yield Finding(where, f"asks by label {label}, which its metric has not: {sorted(labels)}")


def queries(root: Path) -> Iterator[tuple[str, str]]:
    """PromQL that stands in Terraform as a text, where usually rules are read from their files: (where, what)."""
    for file in sorted((root / "terraform").rglob("*.tf")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            if found := re.match(r'\s*query\s*=\s*"(.*)"\s*$', line):
                yield f"{file.relative_to(root)}:{number}", found.group(1).replace('\\"', '"')


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text, re.M)
    return found.group(1) if found else ""
