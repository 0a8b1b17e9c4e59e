"""Every release of every environment, rendered by real Helm."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from ci.checks.findings import TOOLS, Finding, run

Object = dict[str, Any]

ENVIRONMENTS = ("staging", "production")
DIGEST = "sha256:" + "0123456789abcdef" * 4
TOLD = {
    "global": {
        "images": {"ms-commerce": DIGEST, "gateway": DIGEST},
        "env": {"KAFKA_BOOTSTRAP_SERVERS": "pkc-0.europe-west1.gcp.confluent.cloud:9092"},
    }
}
"""What ci/deploy learns only from the registry and from Terraform."""


@dataclass(frozen=True)
class Rendered:
    """One object as the cluster would get it."""

    environment: str
    release: str
    object: Object

    @property
    def kind(self) -> str:
        return str(self.object["kind"])

    @property
    def name(self) -> str:
        return str(self.object["metadata"]["name"])

    @property
    def where(self) -> str:
        return f"charts, {self.environment}, release {self.release}, {self.kind} {self.name}"

    def wrong(self, what: str) -> Finding:
        return Finding(self.where, what)

    @property
    def makes_pods(self) -> bool:
        return self.kind in {"Deployment", "Job"}

    @property
    def pod(self) -> Object:
        """The pod's spec, of what makes pods."""
        return dict(self.object["spec"]["template"]["spec"])

    @property
    def pod_labels(self) -> dict[str, str]:
        return dict(self.object["spec"]["template"]["metadata"]["labels"])

    @property
    def container(self) -> Object:
        """Pods of ours have one."""
        (container,) = self.pod["containers"]
        return dict(container)


@dataclass(frozen=True)
class Cluster:
    """The environments of one checkout."""

    root: Path
    environments: tuple[str, ...] = ENVIRONMENTS
    objects: list[Rendered] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def of_kind(self, *kinds: str) -> Iterator[Rendered]:
        return (each for each in self.objects if each.kind in kinds)

    @cached_property
    def pods(self) -> list[Rendered]:
        return [each for each in self.objects if each.makes_pods]

    def same_name(self, one: Rendered, kind: str) -> Rendered | None:
        """The object of this kind with the same name, in the same environment."""
        found = (each for each in self.of_kind(kind) if (each.environment, each.name) == (one.environment, one.name))
        return next(found, None)


def releases(root: Path) -> dict[str, str]:
    """release → chart: a release with values of its own and no chart of its own is a service"""
    names = sorted(path.stem for path in (root / "charts/values").glob("*.yaml"))
    own = {path.parent.name for path in (root / "charts").glob("*/Chart.yaml")} - {"service"}
    return {name: name if name in own else "service" for name in names}


def rendered(
    root: Path, environments: tuple[str, ...] = ENVIRONMENTS, only: str = "", told: Object | None = None
) -> Cluster:
    """What Helm makes of the charts, or what it has against them."""
    jobs = [
        {"chart": str(root / "charts" / chart), "release": release, "values": files, "environment": environment}
        for environment in environments
        for release, chart in releases(root).items()
        if only in {"", release}
        for files in [_values(root, environment, release)]
    ]
    asked = json.dumps([{**job, "told": _told(root, str(job["environment"])) | (told or {})} for job in jobs])
    said = run(TOOLS / "python", Path(__file__).parents[1] / "tools/helm.py", root=root, text=asked)
    if said.returncode:
        return Cluster(
            root, environments, findings=[Finding("charts", f"Helm did not run: {said.stderr.strip()[-500:]}")]
        )
    cluster = Cluster(root, environments)
    for job, answer in zip(jobs, json.loads(said.stdout), strict=True):
        environment, release = str(job["environment"]), str(job["release"])
        where = f"charts, {environment}, release {release}"
        if "error" in answer:
            cluster.findings.append(Finding(where, " ".join(answer["error"].replace(str(root) + "/", "").split())))
            continue
        cluster.findings.extend(Finding(where, line) for line in answer["lint"])
        for template, text in answer["manifests"].items():
            if template.endswith("NOTES.txt"):
                continue
            try:
                found = [each for each in yaml.safe_load_all(text) if each]
            except yaml.YAMLError as error:
                cluster.findings.append(Finding(f"{where}, {template}", f"is not YAML: {error}"))
                continue
            for each in found:
                if isinstance(each, dict) and {"apiVersion", "kind", "metadata"} <= each.keys():
                    cluster.objects.append(Rendered(environment, release, each))
                else:
                    incomplete = "has an object without apiVersion, kind or metadata"
                    cluster.findings.append(Finding(f"{where}, {template}", incomplete))
    return cluster


def other_gateway(root: Path) -> Cluster:
    """The gateway for clusters that have ingress-nginx: no environment of ours has, so nothing else looks at it."""
    return rendered(root, ("production",), only="gateway", told={"provider": "ingress-nginx"})


def _told(root: Path, environment: str) -> Object:
    secrets = {path.stem: "0" * 16 for path in (root / "secrets" / environment).glob("*.yaml")}
    return {"global": {**TOLD["global"], "secrets": secrets}}


def _values(root: Path, environment: str, release: str) -> list[str]:
    folder = root / "charts/values"
    return [
        str(folder / f"{release}.yaml"),
        str(folder / environment / "environment.yaml"),
        str(folder / environment / f"{release}.yaml"),
    ]
