"""Every example body of an update action in the reference is understood as it stands there, or listed as not served.

What becomes of them is seen in tests/integration/test_examples_are_applied.py.
"""

from typing import Any

import pytest

from cli.coverage import coverage
from tests.support.examples import KNOWN, SERVED, examples, is_served, served_examples


@pytest.mark.parametrize(
    ("name", "body"), [pytest.param(name, body, id=kind) for kind, name, body in served_examples()]
)
def test_an_example_is_understood(name: str, body: dict[str, Any]) -> None:
    assert SERVED[name].read(body, "actions -> 0").name == body["action"]


def test_what_is_not_served_is_listed() -> None:
    listed = {(name, action) for name, row in coverage()["actions"].items() for action in row.missing}
    not_served = {(name, body["action"]) for _, name, body in examples() if not is_served(name, body)}
    assert {one for one in not_served if one[1] in KNOWN[one[0]]} <= listed


def test_nearly_all_examples_are_looked_at() -> None:
    assert len(examples()) > 700
