""".circleci/config.yml: its schema, and what the schema does not see: names that lead nowhere, and steps left out.

CircleCI itself would refuse a missing job only once it is pushed.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ci.checks.findings import TOOLS, Finding, each_line, run

FILE = ".circleci/config.yml"
Json = dict[str, Any]

BUILT_IN = {
    "checkout", "run", "when", "unless", "save_cache", "restore_cache", "store_artifacts", "store_test_results",
    "persist_to_workspace", "attach_workspace", "add_ssh_keys", "setup_remote_docker",
}  # fmt: skip


def bad_pipeline(root: Path) -> Iterator[Finding]:
    said = run(TOOLS / "check-jsonschema", "--builtin-schema", "vendor.circle-ci", FILE, root=root)
    yield from each_line(FILE, said, "does not fit CircleCI's schema")
    if said.returncode:
        return
    config = yaml.safe_load((root / FILE).read_text("utf-8"))
    for name, job in config["jobs"].items():
        yield from _job(root, config, f"{FILE}, job {name}", job)
        yield from _undeclared(f"{FILE}, job {name}", job)
        yield from _does_its_work(f"{FILE}, job {name}", name, job)
    for name, command in config.get("commands", {}).items():
        yield from _steps(root, config, f"{FILE}, command {name}", command["steps"])
        yield from _undeclared(f"{FILE}, command {name}", command)
    for name, workflow in config["workflows"].items():
        yield from _workflow(config, f"{FILE}, workflow {name}", workflow)
    yield from _everything(root)


STAGES = {
    *("make test", "ci/docs", "ci/setup", "ci/sdk", "ci/tools/install", "ci/verify", "ci/suite verify"),
    *("ci/suite integration", "ci/suite kafka", "ci/suite journeys"),
}


def _everything(root: Path) -> Iterator[Finding]:
    """What every change has to pass is what .ci/run says: a line that is gone would not be missed."""
    text = re.sub(r"#.*", "", (root / ".ci/run").read_text("utf-8"))
    for stage in sorted(STAGES):
        if not re.search(rf"^(ci/stage \d+ )?{re.escape(stage)}\b", text, re.MULTILINE):
            yield Finding(".ci/run", f"does not run {stage}")
    if not re.search(r"^set -e", text, re.MULTILINE):
        yield Finding(".ci/run", "goes on after a stage that failed: set -e")


def _job(root: Path, config: Json, where: str, job: Json) -> Iterator[Finding]:
    executor = job.get("executor")
    if isinstance(executor, str) and executor not in config.get("executors", {}):
        yield Finding(where, f"runs on executor {executor}, which does not exist")
    yield from _steps(root, config, where, job["steps"])


def _steps(root: Path, config: Json, where: str, steps: list[Any]) -> Iterator[Finding]:
    commands = config.get("commands", {})
    for step in steps:
        name, given = _named(step)
        if name in commands:
            yield from _parameters(where, f"command {name}", commands[name], given)
        elif name not in BUILT_IN:
            yield Finding(where, f"has step {name}, which is neither CircleCI's nor a command of this file")
        elif name == "run":
            yield from _programs(root, where, given["command"])


def _undeclared(where: str, body: Json) -> Iterator[Finding]:
    """Parameters that are used and that nobody can give."""
    for name in sorted(set(re.findall(r"<<\s*parameters\.([\w-]+)\s*>>", str(body["steps"])))):
        if name not in body.get("parameters", {}):
            yield Finding(where, f"uses parameter {name}, which it does not declare")


VERBS = {
    "test": (None, ".ci/run"),
    "image": ("builder", "ci/image"),
    "plan": ("planner", "ci/infrastructure plan"),
    "apply": ("provisioner", "ci/infrastructure apply"),
    "deploy": ("deployer", "ci/deploy"),
}
"""job → who it has to become for Google, and the verb that it is there for"""


def _does_its_work(where: str, name: str, job: Json) -> Iterator[Finding]:
    if name not in VERBS:
        return
    who, verb = VERBS[name]
    steps = [_named(step) for step in job["steps"]]
    if who not in {None, *(given.get("identity") for step, given in steps if step == "sign-in")}:
        yield Finding(where, f"does not become {who}: Google would not know it")
    if not any(re.search(rf"(^|\s){re.escape(verb)}\b", given.get("command", "")) for _, given in steps):
        yield Finding(where, f"does not run {verb}")
    for image in re.findall(r"ci/tools/from-image (\S+)", str(job["steps"])):
        if not re.search(r":v?\d[\w.-]*$", image):
            yield Finding(where, f"takes a program from {image}, which names no version")


def _named(entry: Any) -> tuple[str, Json]:
    """A step or job is its name, or its name and what it is given; `run: COMMAND` is short for a command."""
    if isinstance(entry, str):
        return entry, {}
    ((name, given),) = entry.items()
    return name, {"command": given} if isinstance(given, str) else dict(given or {})


def _programs(root: Path, where: str, command: str) -> Iterator[Finding]:
    for program in re.findall(r"(?<![\w/.-])(\.?ci/[\w./-]+)", command):
        path = root / program
        if not path.is_file():
            yield Finding(where, f"runs {program}, which does not exist")
        elif not os.access(path, os.X_OK) and f"bash {program}" not in command:
            yield Finding(where, f"runs {program}, which is not executable")


def _parameters(where: str, what: str, declared: Json, given: Json) -> Iterator[Finding]:
    known = declared.get("parameters", {})
    for name, value in given.items():
        if name not in known:
            yield Finding(where, f"gives {what} the parameter {name}, which it does not take")
        elif known[name]["type"] == "enum" and "<<" not in str(value) and value not in known[name]["enum"]:
            yield Finding(where, f"gives {what} {name}: {value}, which is none of {known[name]['enum']}")
    for name, parameter in known.items():
        if "default" not in parameter and name not in given:
            yield Finding(where, f"does not give {what} its {name}")


OF_THE_WORKFLOW = {"name", "requires", "context", "filters", "type", "matrix", "pre-steps", "post-steps"}


def _workflow(config: Json, where: str, workflow: Json) -> Iterator[Finding]:
    entries: dict[str, tuple[str, Json]] = {}
    for entry in workflow["jobs"]:
        job, given = _named(entry)
        if (name := given.get("name", job)) in entries:
            yield Finding(where, f"has two jobs called {name}: who requires it, waits for either")
        entries[name] = (job, given)
    for name, (job, given) in entries.items():
        if given.get("type") == "approval":
            continue
        if job not in config["jobs"]:
            yield Finding(where, f"names job {job}, which does not exist")
            continue
        told = {key: value for key, value in given.items() if key not in OF_THE_WORKFLOW}
        yield from _parameters(f"{where}, {name}", f"job {job}", config["jobs"][job], told)
        yield from _handed_on(config, f"{where}, {name}", job)
        yield from _signs_in(config, f"{where}, {name}", job, given)
    for name, (_, given) in entries.items():
        for required in given.get("requires", []):
            if required not in entries:
                yield Finding(f"{where}, {name}", f"requires {required}, which is not in this workflow")
    yield from _release(where, entries)


def _signs_in(config: Json, where: str, job: str, given: Json) -> Iterator[Finding]:
    """The keys of the environment that it becomes somebody in, and of no other."""
    for step, told in map(_named, config["jobs"][job]["steps"]):
        if step == "sign-in":
            environment = re.sub(r"<<.*>>", str(given.get("environment")), str(told.get("environment")))
            if given.get("context") != f"google-{environment}":
                keys = f"has context {given.get('context')}, not google-{environment}"
                yield Finding(where, f"{keys}: whose keys would it use?")


HERE = "build/<< parameters.environment >>"
NEEDED = {"apply": [f"{HERE}.plan"], "deploy": ["build/images.json", f"{HERE}.outputs"]}
"""What a job reads of build/, which another must have left in the workspace."""


def _handed_on(config: Json, where: str, job: str) -> Iterator[Finding]:
    if job not in NEEDED:
        return
    if "attach_workspace" not in str(config["jobs"][job]["steps"]):
        yield Finding(where, "does not attach the workspace, in which what it needs was left")
    left = [
        path
        for each in config["jobs"].values()
        for step in each["steps"]
        if isinstance(step, dict) and "persist_to_workspace" in step
        for path in step["persist_to_workspace"]["paths"]
    ]
    for path in NEEDED[job]:
        if path not in left:
            yield Finding(where, f"needs {path}, which no job leaves in the workspace")


def _release(where: str, entries: dict[str, tuple[str, Json]]) -> Iterator[Finding]:
    """What changes an environment comes after what makes that safe."""

    def before(name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            requires = entries[waiting.pop()][1].get("requires", [])
            new = {required for required in requires if required in entries} - found
            found |= new
            waiting += new
        return found

    def is_there(among: set[str], job: str, environment: str | None = None) -> bool:
        return any(
            entries[name][0] == job and (environment is None or entries[name][1].get("environment") == environment)
            for name in among
        )

    for name in entries:
        if name in before(name):
            yield Finding(f"{where}, {name}", "waits for itself: what it requires requires it")
    for name, (job, given) in entries.items():
        if job not in {"apply", "deploy", "image"}:
            continue
        earlier, environment, place = before(name), given.get("environment"), f"{where}, {name}"
        if not is_there(earlier, "test"):
            yield Finding(place, "is not preceded by test")
        if given.get("filters", {}).get("branches", {}).get("only") != "main":
            yield Finding(place, "runs on other branches than main")
        if job == "apply" and not is_there(earlier, "plan", environment):
            yield Finding(place, f"applies no plan of {environment}: nobody has seen what it will do")
        if job == "deploy" and not is_there(earlier, "image"):
            yield Finding(place, "deploys without an image built before it")
        if environment == "production" and not any(entries[each][1].get("type") == "approval" for each in earlier):
            yield Finding(place, "changes production without an approval")
        if environment == "production" and not is_there(earlier, "deploy", "staging"):
            yield Finding(place, "changes production before staging")
    if sum(job == "image" for job, _ in entries.values()) > 1:
        yield Finding(where, "builds the image more than once: what was tested is not what runs")
