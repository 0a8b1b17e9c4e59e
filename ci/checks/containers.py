"""compose.yaml and the Dockerfile: their schemas, pinned versions, and what processes are told."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ci.checks.environment import OTHERS_READ
from ci.checks.facts import Facts
from ci.checks.findings import TOOLS, Finding, each_line, run

IMAGE_TARGETS = {"ms-commerce", "gateway"}
"""What ci/image builds and charts run."""


def bad_compose(root: Path, facts: Facts) -> Iterator[Finding]:
    file = "compose.yaml"
    said = run(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", file, root=root)
    yield from each_line(file, said, "does not fit Compose's schema")
    if said.returncode:
        return
    compose = yaml.safe_load((root / file).read_text("utf-8"))
    services = compose["services"]
    for name, service in services.items():
        where = f"{file}, service {name}"
        waits = service.get("depends_on", {})
        for other in waits:
            if other not in services:
                yield Finding(where, f"waits for {other}, which does not exist")
            elif (
                isinstance(waits, dict)
                and waits[other].get("condition") == "service_healthy"
                and "healthcheck" not in services[other]
            ):
                yield Finding(where, f"waits until {other} is healthy, which has no healthcheck")
        if service.get("image") == "ms-commerce":
            for variable in service.get("environment", {}):
                if variable not in facts.settings and variable not in OTHERS_READ:
                    yield Finding(where, f"is told {variable}, which nothing reads")
            if not service.get("read_only"):
                yield Finding(where, "may write to its image, which it may not in the cluster")
        elif not re.fullmatch(r".+:[\w.-]*\d[\w.-]*", service.get("image", "")):
            yield Finding(where, f"runs {service.get('image')}, which names no version")
    yield from _left_out(root, compose)
    yield from _unprovisioned(root, services.get("grafana", {}))
    for name, row in facts.services.items():
        command = services.get(name, {}).get("command")
        if command != ["ms-commerce", "serve", name]:
            yield Finding(f"{file}, service {name}", f"runs {command}, not service {row['name']}")


def _left_out(root: Path, compose: dict[str, Any]) -> Iterator[Finding]:
    """Processes that nobody starts, volumes and files that are not there, ports that the whole network may call."""
    file, services = "compose.yaml", compose["services"]
    for line in (root / "Procfile").read_text("utf-8").splitlines():
        name = line.partition(":")[0]
        if not line.startswith("#") and name not in services:
            yield Finding(file, f"has no service {name}, which the Procfile has")
    for name, service in services.items():
        where = f"{file}, service {name}"
        for volume in service.get("volumes", []):
            source = str(volume).partition(":")[0]
            if source.startswith("./"):
                if not (root / source).exists():
                    yield Finding(where, f"mounts {source}, which does not exist")
            elif source not in (compose.get("volumes") or {}):
                yield Finding(where, f"mounts volume {source}, which is not declared")
        for port in service.get("ports", []):
            if not str(port).startswith("127.0.0.1:"):
                yield Finding(where, f"opens {port} to the whole network: write 127.0.0.1: before it")


def _unprovisioned(root: Path, grafana: dict[str, Any]) -> Iterator[Finding]:
    """Where Grafana looks for dashboards is where compose.yaml puts them."""
    mounted = [str(volume).split(":")[1] for volume in grafana.get("volumes", [])]
    for file in sorted((root / "config/observability/grafana/dashboards").glob("*.y*ml")):
        for provider in yaml.safe_load(file.read_text("utf-8"))["providers"]:
            if (path := provider["options"]["path"]) not in mounted:
                yield Finding(
                    str(file.relative_to(root)), f"looks for dashboards in {path}, where compose.yaml has none"
                )


def bad_images(root: Path) -> Iterator[Finding]:
    file = "Dockerfile"
    said = run(TOOLS / "hadolint", "--no-color", file, root=root)
    for line in said.stdout.splitlines():
        place, _, what = line.partition(" ")
        yield Finding(place, what)
    if said.returncode and not said.stdout:
        yield Finding(file, said.stderr.strip() or "hadolint failed without a word")
    text = (root / file).read_text("utf-8")
    stages = re.split(r"^FROM ", text, flags=re.MULTILINE)[1:]
    targets = {match.group(1): stage for stage in stages if (match := re.match(r"\S+ AS (\S+)", stage))}
    for target in sorted(IMAGE_TARGETS - targets.keys()):
        yield Finding(file, f"has no stage {target}, which ci/image builds")
    for target in sorted(IMAGE_TARGETS & targets.keys()):
        if not re.search(r"^USER [1-9]\d*$", targets[target], re.MULTILINE):
            yield Finding(
                file, f"stage {target} runs as root: USER must be a number above 0, which Kubernetes can check"
            )
    if re.search(r"\b(gcc|build-essential|git)\b", targets.get("ms-commerce", "")):
        yield Finding(file, "stage ms-commerce brings a compiler along")
    if "--require-hashes" not in text:
        yield Finding(file, "installs packages without --require-hashes: not the same bytes every time")
    bases = {match.group(1) for stage in stages if (match := re.match(r"(python:\S+)", stage))}
    if len(bases) > 1:
        yield Finding(file, f"builds packages with another Python than it runs: {', '.join(sorted(bases))}")
    ignored = (root / ".dockerignore").read_text("utf-8").splitlines()
    if "*" not in ignored:
        yield Finding(".dockerignore", "lets everything into the build, secrets too: begin with *")
    for copied in re.findall(r"^COPY (?!--from)(\S+)", text, re.MULTILINE):
        if copied == ".":
            continue
        if f"!{copied.split('/', maxsplit=1)[0]}" not in ignored or not (root / copied).exists():
            yield Finding(file, f"copies {copied}, which the build does not see")
