"""Writes down what the tests saw to work: cli/coverage.json, which the command tells from, and docs/coverage.md.

make test && ci/coverage      after a change that serves more
ci/coverage --check           fails where the two files say something else than the last tests saw
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping

import click

from tests.support.reference import REPOSITORY, Reference, reference

LEDGERS = REPOSITORY / "build" / "ledgers"
DATA = REPOSITORY / "cli" / "coverage.json"
PAGE = REPOSITORY / "docs" / "coverage.md"

Rows = dict[str, dict[str, list[str]]]

HEAD = """\
# What is served

Written by `ci/coverage` from what the tests saw; `ms-commerce coverage` tells the same. An operation is served once the
contract tests saw it succeed with an answer that the commercetools reference allows, an update action once they saw it
change a stored resource. What is not served is refused: an unknown path is 404, an unknown action 400 `InvalidInput`.

| | operations | update actions |
|---|---|---|
"""


def seen() -> tuple[set[str], set[tuple[str, str]]]:
    """All that the ledgers of the last tests hold."""
    operations: set[str] = set()
    actions: set[tuple[str, str]] = set()
    for path in LEDGERS.glob("*.json"):
        ledger = json.loads(path.read_text())
        operations |= set(ledger["operations"])
        actions |= {(base, name) for base, name in ledger["actions"]}
    return operations, actions


def divided(whole: Mapping[str, Iterable[str]], served: set[str]) -> Rows:
    return {
        name: {"served": sorted(served & set(all_of_it)), "missing": sorted(set(all_of_it) - served)}
        for name, all_of_it in sorted(whole.items())
    }


def data(api: Reference) -> dict[str, Rows]:
    operations, actions = seen()
    by_resource = defaultdict(list)
    for operation in api.operations:
        by_resource[operation.resource].append(str(operation))
    by_type: Rows = {}
    for base, names in api.actions_of.items():
        done = {name for of, name in actions if of == base}
        by_type |= divided({base.removesuffix("UpdateAction"): names}, done)
    return {"operations": divided(by_resource, operations), "actions": dict(sorted(by_type.items()))}


def page(of: dict[str, Rows]) -> str:
    def total(rows: Rows) -> str:
        served = sum(len(row["served"]) for row in rows.values())
        return f"{served} of {served + sum(len(row['missing']) for row in rows.values())}"

    def section(title: str, rows: Rows) -> Iterable[str]:
        yield f"\n## {title}\n"
        yield "| | served | missing |\n|---|---|---|"
        for name, row in rows.items():
            if row["served"]:
                count = f"{len(row['served'])} of {len(row['served']) + len(row['missing'])}"
                yield f"| {name} | {count} | {', '.join(f'`{one}`' for one in row['missing'])} |"
        untouched = [name for name, row in rows.items() if not row["served"]]
        yield f"\nNothing yet of: {', '.join(untouched)}."

    lines = [
        HEAD + f"| all | {total(of['operations'])} | {total(of['actions'])} |",
        *section("Operations", of["operations"]),
        *section("Update actions", of["actions"]),
    ]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    if arguments not in ([], ["--check"]):
        sys.exit(__doc__)
    if not any(LEDGERS.glob("*.json")):
        sys.exit("No test has written a ledger to build/ledgers: run `make test` first.")
    of = data(reference())
    wanted = {DATA: json.dumps(of, indent=1) + "\n", PAGE: page(of)}
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text() != text]
    if arguments and stale:
        names = " and ".join(str(path.relative_to(REPOSITORY)) for path in stale)
        sys.exit(f"{names} say something else than the tests saw: run ci/coverage and commit the result.")
    for path in stale:
        path.write_text(wanted[path])
        click.echo(f"wrote {path.relative_to(REPOSITORY)}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
