"""Values of charts that no template reads: what somebody sets there does nothing."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ci.checks.findings import Finding

FREE = {"global": "what holds for all charts"}


def unread(root: Path) -> Iterator[Finding]:
    for chart in sorted(path.parent for path in (root / "charts").glob("*/Chart.yaml")):
        templates = "\n".join(path.read_text("utf-8") for path in sorted((chart / "templates").glob("*")))
        inner = {path.name for path in (chart / "charts").glob("*")} if (chart / "charts").exists() else set()
        schema = json.loads((chart / "values.schema.json").read_text("utf-8"))
        defaults = yaml.safe_load((chart / "values.yaml").read_text("utf-8")) or {}
        dependencies = yaml.safe_load((chart / "Chart.yaml").read_text("utf-8")).get("dependencies", [])
        aliases = {each.get("alias", each["name"]) for each in dependencies} | inner
        where = str((chart / "values.schema.json").relative_to(root))
        for path in _paths(schema):
            whole = any(f"toYaml .Values.{'.'.join(path[:depth])}" in templates for depth in range(1, len(path)))
            if path[0] not in aliases and path[0] not in FREE and not whole and not _is_read(path[-1], templates):
                yield Finding(where, f"knows {'.'.join(path)}, which no template of {chart.name} reads")
        for name in sorted(defaults.keys() - schema["properties"].keys()):
            yield Finding(
                str((chart / "values.yaml").relative_to(root)), f"sets {name}, which values.schema.json lacks"
            )


def _paths(schema: dict[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for name, inner in schema.get("properties", {}).items():
        if len(above) < 2:
            yield (*above, name)
            yield from _paths(inner, (*above, name))


def _is_read(name: str, templates: str) -> bool:
    return re.search(rf"[.\"]{re.escape(name)}\b", templates) is not None
