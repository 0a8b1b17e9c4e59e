"""Shell scripts by shellcheck, and secrets in plain sight by gitleaks."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from ci.checks.findings import TOOLS, Finding, run

SKIPPED = {".git", ".venv", "build", "var", "node_modules", "__pycache__"}


def bad_scripts(root: Path) -> Iterator[Finding]:
    scripts = [str(path.relative_to(root)) for path in _files(root) if _is_shell(path)]
    yield from _unknown_verbs(root)
    said = run(TOOLS / "shellcheck", "--format=json", *scripts, root=root)
    if said.returncode > 1:
        yield Finding("shellcheck", said.stderr.strip())
        return
    for each in json.loads(said.stdout):
        yield Finding(f"{each['file']}:{each['line']}", f"SC{each['code']} {each['message']}")


def _unknown_verbs(root: Path) -> Iterator[Finding]:
    """Programs of ci/ that a verb calls and that are not there: found only when it is too late to go back."""
    for verb in [root / ".ci/run", *sorted((root / "ci").iterdir())]:
        if not verb.is_file():
            continue
        for number, line in enumerate(verb.read_text("utf-8").splitlines(), start=1):
            for program in re.findall(r"(?<![\w/.-])ci/[a-z][\w./-]*", line):
                if not (root / program.rstrip(".")).exists():
                    yield Finding(f"{verb.relative_to(root)}:{number}", f"names {program}, which does not exist")


def leaks(root: Path) -> Iterator[Finding]:
    """Of what is, or is about to be, committed."""
    with TemporaryDirectory() as folder:
        for path in _files(root):
            copy = Path(folder) / path.relative_to(root)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
        report = Path(folder) / "leaks.json"
        options = ("--no-banner", "--exit-code=0", "--report-format=json", f"--report-path={report}")
        config = f"--config={root / 'config/gitleaks.toml'}"
        said = run(TOOLS / "gitleaks", "dir", folder, config, *options, root=root)
        if said.returncode or not report.exists():
            yield Finding("gitleaks", said.stderr.strip()[-300:])
            return
        for leak in json.loads(report.read_text("utf-8")):
            where = Path(leak["File"]).relative_to(folder)
            yield Finding(f"{where}:{leak['StartLine']}", f"{leak['RuleID']}: looks like a secret in the open")


def _files(root: Path) -> Iterator[Path]:
    if (root / ".git").exists():
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=root, capture_output=True, text=True, check=True).stdout
        paths = [root / name for name in names.split("\0") if name]
    else:
        paths = [path for path in root.rglob("*") if not SKIPPED & set(path.relative_to(root).parts)]
    yield from (path for path in paths if path.is_file() and not path.is_symlink())


def _is_shell(path: Path) -> bool:
    with path.open("rb") as file:
        first = file.readline(80)
    return first.startswith(b"#!") and first.split()[-1].split(b"/")[-1] in {b"sh", b"bash"}
