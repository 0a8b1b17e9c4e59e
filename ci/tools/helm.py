"""Real Helm, one process for many releases: reads jobs as JSON from standard input, writes what became of each.

A job is {chart, release, values: [path…], told: {…}}; its answer {manifests: {template → text}} or {error}, and what
`helm lint --strict` has to say. Runs with build/tools' Python.
"""

import json
import sys
from typing import Any

import helm_python as helm
import yaml

KUBERNETES = "1.34.0"
INFORMATION = 1
"""helm lint's lowest severity: no icon."""


def main() -> None:
    answers = [_rendered(job) for job in json.load(sys.stdin)]
    json.dump(answers, sys.stdout)


def _rendered(job: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for path in job["values"]:
        with open(path, encoding="utf-8") as file:
            values = _over(values, yaml.safe_load(file) or {})
    values = _over(values, job["told"])
    try:
        with helm.Chart.load(job["chart"]) as chart:
            manifests = chart.render(values, name=job["release"], namespace="ms-commerce")
        linted = helm.lint(job["chart"], values, strict=True, namespace="ms-commerce", kube_version=KUBERNETES)
    except helm.HelmError as error:
        return {"error": str(error)}
    complaints = [message for message in linted.get("messages") or [] if message["severity"] > INFORMATION]
    return {"manifests": manifests, "lint": [f"{each['path']}: {each['error']}" for each in complaints]}


def _over(below: dict[str, Any], above: dict[str, Any]) -> dict[str, Any]:
    """As helm lays one values file over another: maps are merged, everything else is replaced."""
    merged = dict(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(merged.get(key), dict)
        merged[key] = _over(merged[key], value) if both else value
    return merged


if __name__ == "__main__":
    main()
