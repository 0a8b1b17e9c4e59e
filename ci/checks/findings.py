"""What a check says: nothing, or where something is wrong and what."""

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, order=True)
class Finding:
    """One mistake. ``where`` is a path from the root, with the line or the object in it where that is known."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


class MissingTool(Exception):
    """A program that a check needs is not there: nothing was proved, so nothing may pass."""

    def __init__(self, program: Path) -> None:
        super().__init__(f"{program} is missing: run ci/tools/install")


REPOSITORY = Path(__file__).resolve().parents[2]
TOOLS = REPOSITORY / "build" / "tools" / "bin"
CHECKOV = REPOSITORY / "build" / "checkov" / "bin" / "checkov"


def run(program: Path, *arguments: str | Path, root: Path, text: str | None = None) -> subprocess.CompletedProcess[str]:
    """What the program said; a program that is not there is `MissingTool`, one that fails is the caller's to judge."""
    if not program.exists():
        raise MissingTool(program)
    command = [str(program), *map(str, arguments)]
    return subprocess.run(command, cwd=root, input=text, capture_output=True, text=True, check=False)


def each_line(where: str, said: subprocess.CompletedProcess[str], otherwise: str) -> Iterator[Finding]:
    """A finding per line of what a failed program said; ``otherwise`` if it failed without a word."""
    if said.returncode:
        lines: Sequence[str] = [line for line in (said.stdout + said.stderr).splitlines() if line.strip()]
        yield from (Finding(where, line.strip()) for line in lines or [otherwise])
