"""A copy of the tree to make mistakes in, and what the checks say of it."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest

from ci.checks.facts import Facts, of
from ci.checks.findings import REPOSITORY
from ci.checks.run import Checkout, findings

FOLDERS = (
    *("apps", "charts", "ci", "cli", "common", "config", "docs", "secrets", "terraform", "workers"),
    *(".circleci", ".ci"),
)
FILES = (
    *("Dockerfile", ".dockerignore", "compose.yaml", "Procfile", "Makefile", "README.md", "CONTRIBUTING.md"),
    "requirements-image.lock",
)


@dataclass(frozen=True)
class Tree:
    """A copy, and the facts of the tree that it was copied from."""

    root: Path
    facts: Facts

    def change(self, file: str, before: str, after: str) -> None:
        text = (self.root / file).read_text("utf-8")
        assert before in text, f"{file} has no {before!r} any more: plant the mistake elsewhere"
        (self.root / file).write_text(text.replace(before, after, 1), "utf-8")

    def read(self) -> "Tree":
        """With the facts of its own Python, where the mistake is in that."""
        facts = of(self.root)
        assert isinstance(facts, Facts), facts
        return replace(self, facts=facts)

    def generate(self) -> None:
        """As somebody would who made the mistake in good faith."""
        command = [sys.executable, "ci/gen"]
        environment = {**os.environ, "PYTHONPATH": str(self.root)}
        subprocess.run(command, cwd=self.root, env=environment, check=True, capture_output=True)

    def said(self, check: str) -> str:
        """Every sentence of this check, one a line; of production, which is staging but for its size."""
        checkout = Checkout(self.root, ("production",))
        vars(checkout)["facts"] = self.facts
        found, _ = findings(checkout, check)
        return "\n".join(map(str, found))


@pytest.fixture(scope="session")
def facts() -> Facts:
    facts = of(REPOSITORY)
    assert isinstance(facts, Facts), facts
    return facts


@pytest.fixture
def new_tree(tmp_path: Path, facts: Facts) -> Callable[[], Tree]:
    """Copies, as many as are asked for."""
    numbers = count()

    def copied() -> Tree:
        root = tmp_path / f"tree-{next(numbers)}"
        ignored = shutil.ignore_patterns("__pycache__", "node_modules")
        for folder in FOLDERS:
            shutil.copytree(REPOSITORY / folder, root / folder, symlinks=True, ignore=ignored)
        for file in FILES:
            shutil.copy(REPOSITORY / file, root / file)
        return Tree(root, facts)

    return copied


@pytest.fixture
def tree(new_tree: Callable[[], Tree]) -> Tree:
    return new_tree()
