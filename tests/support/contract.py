"""Every answer that our tests' clients get is held against the reference, and what succeeded goes into the ledger.

The ledger is what docs/coverage.md counts: an operation is served once it was seen to succeed, an update action once
it was seen to raise the version of a stored resource.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tests.support.reference import Operation, Reference, reference
from tests.support.shapes import Shapes

ERROR: Mapping[str, Any] = {"$ref": "#/components/schemas/ErrorResponse"}
REFUSED_ACCESS: Mapping[str, Any] = {"$ref": "#/components/schemas/AuthErrorResponse"}
NOT_A_PROJECT = {"oauth", "api", "internal", "health", "ready"}


@dataclass(frozen=True)
class Exchange:
    """One request and its answer, as far as the contract goes. `path` has no query; bodies are parsed JSON."""

    method: str
    path: str
    sent: Any
    status: int
    received: Any


@dataclass
class Ledger:
    """What was seen to work."""

    operations: set[str] = field(default_factory=set)
    actions: set[tuple[str, str]] = field(default_factory=set)
    """(base type of the action, its name)"""

    def write(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        seen = {"operations": sorted(self.operations), "actions": sorted(self.actions)}
        path.write_text(json.dumps(seen, indent=1))


class Contract:
    """Judges exchanges one by one."""

    def __init__(self, by: Reference) -> None:
        self.reference = by
        self.shapes = Shapes(by)
        self.ledger = Ledger()

    def problems(self, exchange: Exchange) -> list[str]:
        """What the reference would not have answered; remembers what succeeded."""
        if exchange.path.strip("/").split("/")[0] in NOT_A_PROJECT:
            return []
        if exchange.method == "HEAD" and exchange.received is not None:
            return ["the answer to HEAD has a body"]
        if exchange.status >= 400:
            return self._problems_of_refusal(exchange)
        operation = self.reference.operation(exchange.method, exchange.path)
        if operation is None:
            return ["the reference has no such operation"]
        schema = self.reference.answer(operation, exchange.status)
        if schema is None:
            return [f"{operation} never answers {exchange.status}"]
        problems = list(self.shapes.problems(schema, exchange.received)) if schema else []
        if not problems:
            self._remember(operation, exchange)
        return problems

    def _problems_of_refusal(self, exchange: Exchange) -> list[str]:
        if exchange.method == "HEAD":
            return []
        schema = REFUSED_ACCESS if exchange.status in (401, 403) else ERROR
        problems = list(self.shapes.problems(schema, exchange.received))
        if not problems and exchange.received["statusCode"] != exchange.status:
            problems.append(f".statusCode: {exchange.received['statusCode']}, but the status is {exchange.status}")
        return problems

    def _remember(self, operation: Operation, exchange: Exchange) -> None:
        self.ledger.operations.add(str(operation))
        base = self.reference.actions(operation)
        if base is None:
            return
        names = [action["action"] for action in exchange.sent["actions"]]
        # Each action that changes something raises the version by one: all of them did, or the only one there is.
        raised = exchange.received["version"] - exchange.sent["version"] if names else 0
        if raised and (raised == len(names) or len(set(names)) == 1):
            self.ledger.actions |= {(base, name) for name in names}


@cache
def contract() -> Contract:
    """The session's."""
    return Contract(reference())


def assert_as_agreed(exchange: Exchange) -> None:
    """AssertionError says which fields of the answer break the contract."""
    problems = contract().problems(exchange)
    sentence = f"{exchange.method} {exchange.path} answered {exchange.status} against the reference:\n  "
    assert not problems, sentence + "\n  ".join(problems[:20])
