"""Every command that charts, compose.yaml, the Procfile, the Dockerfile and docs name exists, with those options.

What the command line knows, its own code says (`facts`); documentation may leave arguments out and write PLACEHOLDERS.
"""

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ci.checks.facts import Facts
from ci.checks.findings import Finding
from ci.checks.rendering import Cluster

OURS = "ms-commerce"
PLACEHOLDER = re.compile(r"[A-Z][A-Z_]*\b|…|<.*>|\$.*|[\w.-]*…")
Json = dict[str, Any]


def unknown_commands(cluster: Cluster, facts: Facts) -> Iterator[Finding]:
    root = cluster.root
    for pod in cluster.pods:
        for line in _lines(pod.container.get("command", [])):
            yield from (pod.wrong(what) for what in wrong(line, facts, root))
    compose = yaml.safe_load((root / "compose.yaml").read_text("utf-8"))
    for name, service in compose["services"].items():
        if service.get("image") != OURS:
            continue
        asked = service.get("healthcheck", {}).get("test", [])
        for command in (service.get("command", []), asked[1:] if isinstance(asked, list) else []):
            for line in _lines(command):
                yield from (Finding(f"compose.yaml, service {name}", what) for what in wrong(line, facts, root))
    for number, line in enumerate(_text(root, "Procfile").splitlines(), start=1):
        if not line.startswith("#"):
            yield from (Finding(f"Procfile:{number}", what) for what in wrong(line.partition(": ")[2], facts, root))
    for command in re.findall(r"^CMD (\[.*\])", _text(root, "Dockerfile"), re.MULTILINE):
        for line in _lines(yaml.safe_load(command)):
            yield from (Finding("Dockerfile", what) for what in wrong(line, facts, root))


def unknown_in_docs(root: Path, facts: Facts) -> Iterator[Finding]:
    targets = set(re.findall(r"^([a-z-]+):", _text(root, "Makefile"), re.MULTILINE))
    for file in [*sorted((root / "docs").rglob("*.md")), root / "README.md", root / "CONTRIBUTING.md"]:
        if not file.exists():
            continue
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            where = f"{file.relative_to(root)}:{number}"
            for said in _said(line):
                for what in wrong(said, facts, root, loosely=True):
                    yield Finding(where, what)
                for target in re.findall(r"^make ([a-z-]+)(?: [A-Z_]+=\S+)*$", said):
                    if target not in targets:
                        yield Finding(where, f"says make {target}, which the Makefile does not know")


def wrong(line: str, facts: Facts, root: Path, loosely: bool = False) -> Iterator[str]:
    """What is wrong with the first command of ours in this line of shell."""
    words = _words(line)
    while words and (re.match(r"[A-Z_]+=", words[0]) or words[0] in {"nice", "exec", "sudo", "docker", "compose"}):
        words = words[1:]
    if "run" in words[:1] and OURS not in words:
        return
    if OURS in words:
        yield from _our_command(words[words.index(OURS) + 1 :], facts, loosely)
    elif words[:1] == ["celery"]:
        yield from _celery(words, root)
    elif words and re.fullmatch(r"\.?ci/[\w./-]+", words[0]):
        yield from _verb(words, root)
    elif words and not loosely and words[0] not in ALLOWED:
        yield f"runs {words[0]}, which the image does not have"


ALLOWED = {"nginx", "mongod", "sh", "test", "find", "python", "mongosh", "try"}


def _our_command(words: list[str], facts: Facts, loosely: bool) -> Iterator[str]:
    command, name = facts.commands, OURS
    while command.get("commands"):
        if not words or words[0].startswith("-") or (loosely and PLACEHOLDER.fullmatch(words[0])):
            return
        for alternative in words[0].split("|"):
            if alternative not in command["commands"]:
                yield f"says {name} {alternative}, which is no command: {', '.join(sorted(command['commands']))}"
                return
        name, command, words = f"{name} {words[0]}", command["commands"][words[0].split("|")[0]], words[1:]
    if command.get("anything"):
        words = [word for word in words if not word.startswith("-")][:1]
    given: list[str] = []
    while words:
        word, words = words[0], words[1:]
        option = word.partition("=")[0]
        if option.startswith("--") or re.fullmatch(r"-[a-z]", option):
            if option not in command["options"]:
                yield f"says {name} {option}, which is no option of it"
                return
            if command["options"][option] and "=" not in word:
                words = words[1:]
        else:
            given.append(word.strip("[]"))
    yield from _arguments(name, given, command["arguments"], loosely)


def _arguments(name: str, given: list[str], known: list[Json], loosely: bool) -> Iterator[str]:
    for position, word in enumerate(given):
        takes = known[min(position, len(known) - 1)] if known else None
        if takes is None or (position >= len(known) and not takes["many"]):
            yield f"says {name} {word}, which takes {len(known) or 'no'} argument{'s' * (len(known) != 1)}"
            return
        if takes["choices"] and word not in takes["choices"] and not (loosely and PLACEHOLDER.fullmatch(word)):
            yield f"says {name} {word}, which is none of {', '.join(takes['choices'])}"
    missing = [takes["name"] for takes in known[len(given) :] if takes["required"]]
    if missing and not loosely:
        yield f"says {name} without {', '.join(missing)}"


def _celery(words: list[str], root: Path) -> Iterator[str]:
    for flag in ("--app", "-A"):
        if flag in words:
            module = words[words.index(flag) + 1]
            if not (root / f"{module.replace('.', '/')}.py").exists():
                yield f"loads {module}, which does not exist"


def _verb(words: list[str], root: Path) -> Iterator[str]:
    program = root / words[0]
    if program.is_dir():
        return
    if not program.is_file():
        yield f"says {words[0]}, which does not exist"
        return
    if not os.access(program, os.X_OK) and not program.suffix and words[0].startswith("ci/"):
        yield f"says {words[0]}, which is not executable"
    known = _first_words(words[0], root)
    said = next((word for word in words[1:] if not word.startswith("-") and not PLACEHOLDER.fullmatch(word)), None)
    if known and said and said not in known:
        yield f"says {words[0]} {said}, which is none of {', '.join(sorted(known))}"


def _first_words(verb: str, root: Path) -> set[str]:
    """What a verb of ci/ may be told first, where that is known."""
    match verb:
        case "ci/suite" if (root / "tests").exists():
            return {path.name for path in (root / "tests").iterdir()}
        case "ci/deploy":
            return {"staging", "production"}
        case "ci/secrets":  # its own docstring shows each
            return set(re.findall(r"ci/secrets (\w+) staging", _text(root, verb)))
    return set()


def _lines(command: list[str] | str) -> Iterator[str]:
    """One command each: what `sh -c` is given is several."""
    if isinstance(command, str):
        yield from re.split(r"&&|\|\||;|\|", command)
    elif command[:2] == ["sh", "-c"]:
        yield from re.split(r"&&|\|\||;", " ".join(command[2:]))
    elif command:
        yield shlex.join(command)


def _said(line: str) -> Iterator[str]:
    """Commands in a line of a page: in backquotes, or a line of a block of shell."""
    line = re.sub(r"(^|\s)# .*", "", line)
    quoted = re.findall(r"`([^`]+)`", line)
    starts = (f"{OURS} ", "ci/", ".ci/", "make ", "docker compose")
    for text in quoted or [line]:
        for part in re.split(r"&&|;|\| (?=ci/|ms-commerce)|\$\(| #", text):
            part = re.sub(r"^(?:[A-Z_]+=\S* )+", "", part.strip()).strip(")` ")
            if part.startswith(starts) and (quoted or not re.search(r"[a-z]\. |, ", part)):
                yield part


def _words(line: str) -> list[str]:
    try:
        return shlex.split(line, comments=True)
    except ValueError:
        return line.split()


def _text(root: Path, file: str) -> str:
    path = root / file
    return path.read_text("utf-8") if path.exists() else ""
