"""checkov, over what Helm rendered and over Terraform. What it may not say, and why, is in config/checkov.yaml."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from ci.checks.findings import CHECKOV, Finding, run
from ci.checks.rendering import Cluster


def soft_charts(cluster: Cluster) -> Iterator[Finding]:
    with TemporaryDirectory() as folder:
        for index, each in enumerate(cluster.objects):
            if each.environment == "production":  # staging's differ in size only
                # Rendered for a namespace, but Helm writes none into the objects.
                placed = {**each.object, "metadata": {"namespace": "ms-commerce", **each.object["metadata"]}}
                file = Path(folder) / f"{index:03} {each.release} {each.kind} {each.name}.yaml"
                file.write_text(yaml.safe_dump(placed), "utf-8")
        yield from _failed(cluster.root, Path(folder), "kubernetes", "charts, production, release ")


def soft_terraform(root: Path) -> Iterator[Finding]:
    yield from _failed(root, root / "terraform", "terraform", "terraform/")


def _failed(root: Path, folder: Path, framework: str, prefix: str) -> Iterator[Finding]:
    options = ("--skip-download", "--quiet", "--compact", "--output=json", f"--framework={framework}")
    said = run(CHECKOV, f"--directory={folder}", *options, f"--config-file={root / 'config/checkov.yaml'}", root=root)
    try:
        report = json.loads(said.stdout)
    except json.JSONDecodeError:
        yield Finding(f"checkov, {framework}", (said.stderr or said.stdout).strip()[-300:] or "said nothing")
        return
    report = report[0] if isinstance(report, list) else report
    if "summary" not in report or not report["summary"]["passed"]:
        yield Finding(f"checkov, {framework}", "looked at nothing")
        return
    for each in report["results"]["failed_checks"]:
        file = each["file_path"].lstrip("/")
        where = file[4:].removesuffix(".yaml") if framework == "kubernetes" else f"{file}:{each['file_line_range'][0]}"
        yield Finding(prefix + where, f"{each['check_id']} {each['check_name']}")
