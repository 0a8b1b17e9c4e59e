"""Mistakes planted in dashboards, alerts and runbooks, each of which must be refused where it stands."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from ci.checks.findings import REPOSITORY, Finding
from ci.checks.observability import bad_alerts, misdrawn_dashboards

WORK = "config/observability/rules/work.yml"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of what the checks look at."""
    for folder in ("ci/boards", "common/observability", "config/observability", "terraform"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder)
    for file in ("ci/dashboards", "docs/runbooks.md"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        shutil.copy(REPOSITORY / file, tmp_path / file)
    return tmp_path


def found(tree: Path) -> list[Finding]:
    return [*misdrawn_dashboards(tree), *bad_alerts(tree)]


def test_what_is_there_is_right(tree: Path) -> None:
    assert found(tree) == []


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def plant(tree: Path) -> None:
        text = (tree / file).read_text("utf-8")
        assert old in text
        (tree / file).write_text(text.replace(old, new, 1), "utf-8")

    return plant


PLANTED = {
    "an alert on a metric that nobody exports": (
        replaced(WORK, "max(sagas_parked)", "max(sagas_stranded)"),
        f"{WORK}: SagaParked: nobody exports sagas_stranded",
    ),
    "an alert that is no PromQL": (
        replaced(WORK, "max(sagas_parked) > 0", "max(sagas_parked > 0"),
        f"{WORK}: SagaParked: is no PromQL",
    ),
    "an alert that its test does not hear any more": (
        replaced(WORK, "max(sagas_parked) > 0", "max(sagas_parked) > 100"),
        "SagaParked",
    ),
    "an alert without a runbook": (
        replaced("docs/runbooks.md", "## SagaParked", "## Parked"),
        "docs/runbooks.md: says nothing of the alert SagaParked",
    ),
    "an alert that names another's runbook": (
        replaced(WORK, "runbook: docs/runbooks.md#sagaparked", "runbook: docs/runbooks.md#owneraway"),
        f"{WORK}: SagaParked: does not name its runbook",
    ),
    "an alert that is tested only where it is heard": (
        replaced(
            "config/observability/tests/work.yml",
            "alertname: SagaParked, exp_alerts: []",
            "alertname: OwnerAway, exp_alerts: []",
        ),
        "SagaParked has no test in which it is quiet",
    ),
    "a dashboard drawn by hand": (
        replaced("config/observability/dashboards/kafka.json", '"title": "Lag"', '"title": "Delay"'),
        "config/observability/dashboards/kafka.json is not what ci/boards says",
    ),
    "a panel of a series that nobody exports": (
        replaced("config/observability/dashboards/kafka.json", "celery_kafka_lag", "celery_kafka_backlog"),
        "config/observability/dashboards/kafka.json: Lag: nobody exports celery_kafka_backlog",
    ),
    "a scrape target that is no address": (
        replaced("config/observability/prometheus.yml", "scrape_interval: 15s", "scrape_interval: often"),
        "config/observability",
    ),
}


@pytest.mark.parametrize("what", PLANTED)
def test_it_is_refused(what: str, tree: Path) -> None:
    plant, sentence = PLANTED[what]
    plant(tree)
    assert any(sentence in str(one) for one in found(tree)), found(tree)
