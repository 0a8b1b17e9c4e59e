"""All checks by name, and one run of them."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path

from ci.checks import (
    agreement,
    commands,
    containers,
    environment,
    exposed,
    hardening,
    manifests,
    neighbours,
    observability,
    pipeline,
    pods,
    rendering,
    routing,
    scaling,
    scripts,
    sealed,
    terraform,
    values,
)
from ci.checks.facts import Facts, of
from ci.checks.findings import Finding, MissingTool, each_line
from ci.checks.rendering import Cluster


class Checkout:
    """One tree to look at. What several checks need is made once, by whoever asks first."""

    def __init__(self, root: Path, environments: tuple[str, ...] = rendering.ENVIRONMENTS) -> None:
        self.root, self.environments = root, environments

    @cached_property
    def cluster(self) -> Cluster:
        return rendering.rendered(self.root, self.environments)

    @cached_property
    def facts(self) -> Facts:
        found = of(self.root)
        if isinstance(found, str):
            raise Unreadable(found)
        return found


class Unreadable(Exception):
    """The Python of the checkout does not run, so it says nothing to hold the rest against."""


Check = Callable[[Checkout], Iterable[Finding]]


def generated(tree: Checkout) -> Iterable[Finding]:
    """What config/*.yaml decides is what was written."""
    command = [sys.executable, "ci/gen", "--check"]
    said = subprocess.run(
        command, cwd=tree.root, env={"PYTHONPATH": str(tree.root)}, capture_output=True, text=True, check=False
    )
    return each_line("ci/gen --check", said, "failed without a word")


def _ingress(cluster: Cluster) -> Iterable[Finding]:
    yield from cluster.findings
    if not any(cluster.of_kind("Ingress")):
        yield Finding("charts/gateway", "makes no Ingress where provider is ingress-nginx")
    yield from manifests.misfits(cluster)
    yield from neighbours.misled(cluster)
    yield from exposed.too_open(cluster)


CHECKS: dict[str, Check] = {
    "generated": generated,
    "charts": lambda tree: tree.cluster.findings,
    "ingress": lambda tree: _ingress(rendering.other_gateway(tree.root)),
    "values": lambda tree: values.unread(tree.root),
    "commands": lambda tree: commands.unknown_commands(tree.cluster, tree.facts),
    "docs": lambda tree: commands.unknown_in_docs(tree.root, tree.facts),
    "manifests": lambda tree: manifests.misfits(tree.cluster),
    "pods": lambda tree: pods.bad_pods(tree.cluster, tree.facts),
    "neighbours": lambda tree: neighbours.bad_neighbours(tree.cluster, tree.facts),
    "exposed": lambda tree: exposed.too_open(tree.cluster),
    "scaling": lambda tree: scaling.bad_scaling(tree.cluster, tree.facts),
    "environment": lambda tree: environment.bad_environments(tree.cluster, tree.facts),
    "agreed": lambda tree: agreement.disagreements(tree.root, tree.cluster),
    "dashboards": lambda tree: observability.misdrawn_dashboards(tree.root),
    "alerts": lambda tree: observability.bad_alerts(tree.root),
    "routes": lambda tree: routing.wrong_routes(tree.root, tree.facts),
    "terraform": lambda tree: terraform.bad_terraform(tree.root),
    "secrets": lambda tree: sealed.badly_sealed(tree.root),
    "pipeline": lambda tree: pipeline.bad_pipeline(tree.root),
    "compose": lambda tree: containers.bad_compose(tree.root, tree.facts),
    "images": lambda tree: containers.bad_images(tree.root),
    "scripts": lambda tree: scripts.bad_scripts(tree.root),
    "leaks": lambda tree: scripts.leaks(tree.root),
    "hard-charts": lambda tree: hardening.soft_charts(tree.cluster),
    "hard-terraform": lambda tree: hardening.soft_terraform(tree.root),
}


def findings(tree: Checkout, name: str) -> tuple[list[Finding], float]:
    """What one check found, and the seconds it took."""
    started = time.monotonic()
    try:
        found = sorted(set(CHECKS[name](tree)))
    except (MissingTool, Unreadable) as error:
        found = [Finding(name, str(error))]
    except Exception as error:  # something so unlike what was expected that the check itself stumbled
        found = [Finding(name, f"could not be checked: {type(error).__name__}: {error}")]
    return found, time.monotonic() - started


def main(root: Path, arguments: list[str]) -> int:
    if "--list" in arguments:
        print("\n".join(CHECKS))
        return 0
    if unknown := [name for name in arguments if name not in CHECKS]:
        sys.exit(f"There is no check called {', '.join(unknown)}: ci/verify --list names them.")
    tree, names = Checkout(root), arguments or list(CHECKS)
    count = 0
    with ThreadPoolExecutor(2) as two_cores:
        for name, (found, seconds) in zip(names, two_cores.map(lambda name: findings(tree, name), names), strict=True):
            print(f"{seconds:6.1f} s  {name:15} {'holds' if not found else f'{len(found)} wrong'}", flush=True)
            for each in found:
                print(f"          {each}", flush=True)
            count += len(found)
    print(f"{len(names)} checks, {count} findings")
    return 1 if count else 0
