"""Every rendered object against its schema, strictly: what a cluster would silently ignore is refused here."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from ci.checks.findings import TOOLS, Finding, run
from ci.checks.rendering import Cluster, Rendered

Schema = dict[str, Any]


def misfits(cluster: Cluster) -> Iterator[Finding]:
    """What Kubernetes, or one of the projects that extend it, would not understand."""
    custom = custom_resources()
    ours = [each for each in cluster.objects if _type(each) not in custom]
    asked = json.dumps([{"where": each.where, "object": each.object} for each in ours])
    said = run(TOOLS / "python", Path(__file__).parents[1] / "tools/kubernetes.py", root=cluster.root, text=asked)
    if said.returncode:
        yield Finding("charts", f"kubernetes-validate did not run: {said.stderr.strip()[-500:]}")
        return
    yield from (Finding(wrong["where"], wrong["error"]) for wrong in json.loads(said.stdout))
    for each in cluster.objects:
        if schema := custom.get(_type(each)):
            for error in schema.iter_errors(each.object.get("spec", {})):
                place = ".".join(map(str, ["spec", *error.absolute_path]))
                yield each.wrong(f"{place}: {error.message}")


def _type(each: Rendered) -> str:
    return f"{each.object['apiVersion']}/{each.kind}"


@cache
def custom_resources() -> dict[str, Draft202012Validator]:
    """``apiVersion/kind`` → what its spec may be"""
    text = Path(__file__).with_name("custom_resources.yaml").read_text("utf-8")
    kinds = yaml.safe_load(text)["apiVersion/kind"]
    return {kind: Draft202012Validator(_schema({"properties": spec})) for kind, spec in kinds.items()}


def _schema(short: Any) -> Schema:
    """The short hand of custom_resources.yaml as a JSON schema."""
    if short == "strings":
        return {"type": "object", "additionalProperties": {"type": "string"}}
    if isinstance(short, str):
        return {"type": short}
    if "enum" in short:
        return dict(short)
    if "each" in short:
        return {"type": "array", "items": _schema(short["each"])}
    return {
        "type": "object",
        "additionalProperties": False,
        "required": short.get("required", []),
        "properties": {name: _schema(inner) for name, inner in short["properties"].items()},
    }
