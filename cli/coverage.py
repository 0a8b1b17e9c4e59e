"""`ms-commerce coverage`: how much of the commercetools API is served, without a server.

The numbers are what this release's tests saw (ci/coverage writes coverage.json, which is part of the package): an
operation is served if it was seen to succeed, an update action if it was seen to change a stored resource.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

import click
from rich.table import Table

from cli.tables import console

KINDS = ("operations", "actions")


@dataclass(frozen=True)
class Served:
    """What is served of one resource's operations, or of one type's update actions."""

    served: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def reference(self) -> int:
        """How many the API has."""
        return len(self.served) + len(self.missing)


Coverage = Mapping[str, Mapping[str, Served]]
"""`operations` → resource, and `actions` → type, each → what is served of it."""


def coverage() -> Coverage:
    """What this release serves."""
    recorded = json.loads(files("cli").joinpath("coverage.json").read_text("utf-8"))
    return {
        kind: {name: Served(tuple(row["served"]), tuple(row["missing"])) for name, row in recorded[kind].items()}
        for kind in KINDS
    }


def counts(of: Coverage) -> dict[str, dict[str, dict[str, int]]]:
    """The same as numbers: `{"operations": {"products": {"served": 9, "reference": 15}, …}, "actions": {…}}`."""
    return {
        kind: {name: {"served": len(row.served), "reference": row.reference} for name, row in of[kind].items()}
        for kind in KINDS
    }


@click.command()
@click.option("--json", "as_json", is_flag=True, help="numbers for a program")
def command(as_json: bool) -> None:
    """How much of the commercetools API this release serves."""
    found = coverage()
    if as_json:
        click.echo(json.dumps(counts(found), indent=2))
        return
    table = Table("", "served", "of", title="operations and update actions of the commercetools API")
    for kind in KINDS:
        rows = {name: row for name, row in found[kind].items() if row.served}
        for name, row in rows.items():
            table.add_row(name, str(len(row.served)), str(row.reference))
        total = sum(row.reference for row in found[kind].values())
        table.add_row(f"all {kind}", str(sum(len(row.served) for row in rows.values())), str(total), end_section=True)
    console().print(table)
