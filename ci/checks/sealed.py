"""ci/secrets with the real KMS client against a stand-in for KMS: what is sealed opens where it belongs, only there."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from ci.checks.findings import TOOLS, Finding, MissingTool

PROGRAM = "ci/secrets"
ROTATED = "INTERNAL_SECRET"
KMS = Path(__file__).parents[1] / "tools/fake_kms.py"


def badly_sealed(root: Path) -> Iterator[Finding]:
    if not (TOOLS / "python").exists():
        raise MissingTool(TOOLS / "python")
    with TemporaryDirectory() as folder, _kms() as endpoint:
        here = Path(folder)
        for name in ("secrets", "config"):
            shutil.copytree(root / name, here / name)
        drill = Drill(root, here, endpoint)
        for environment in ("staging", "production"):
            yield from drill.filled(environment)
        yield from drill.rotates("production")
        yield from drill.opens_nowhere_else()


class Drill:
    """All files are filled, as an operator would, in a copy."""

    def __init__(self, root: Path, here: Path, endpoint: str) -> None:
        self.root, self.here = root, here
        self.environment = {**os.environ, "KMS_ENDPOINT": endpoint, "SECRETS_ROOT": str(here)}

    def said(self, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        command = [str(TOOLS / "python"), str(self.root / PROGRAM), *arguments]
        return subprocess.run(command, env=self.environment, input=text, capture_output=True, text=True, check=False)

    def filled(self, environment: str) -> Iterator[Finding]:
        folder = self.here / "secrets" / environment
        wanted = {
            path.stem: {
                key: _same(environment) if key == ROTATED else f"{environment} {path.stem} {key}"
                for key in yaml.safe_load(path.read_text("utf-8"))
            }
            for path in folder.glob("*.yaml")
        }
        taken = self.said("take", environment, text=json.dumps(wanted))
        if taken.returncode:
            yield Finding(PROGRAM, f"take {environment}: {_last(taken)}")
            return
        if any(
            value in path.read_text("utf-8") for path in folder.glob("*.yaml") for value in wanted[path.stem].values()
        ):
            yield Finding(f"secrets/{environment}", "holds a value in plain text after ci/secrets took it")
        opened = self.said("manifests", environment)
        found = {each["metadata"]["name"]: each["stringData"] for each in yaml.safe_load_all(opened.stdout) if each}
        if found != wanted:
            yield Finding(PROGRAM, f"manifests {environment}: not what was put in: {_last(opened)}")

    def rotates(self, environment: str) -> Iterator[Finding]:
        """Three steps, each the same for every process; at no step one shows what another would not believe."""
        steps: list[set[tuple[str, ...]]] = [{(_same(environment),)}]
        for number in (1, 2, 3):
            said = self.said("rotate", environment)
            if said.returncode or not said.stdout.startswith(f"{number} of 3"):
                yield Finding(PROGRAM, f"rotate {environment}, step {number}: {said.stdout.strip() or _last(said)}")
                return
            steps.append(self._internal_secrets(environment))
        for number, (now, then) in enumerate(pairwise(steps), start=1):
            if len(then) != 1 or len(now) != 1:
                yield Finding(PROGRAM, f"rotate {environment}, step {number}: not the same in every file")
                return
            (now_known,), (then_known,) = now, then
            if now_known[0] not in then_known or then_known[0] not in now_known:
                yield Finding(PROGRAM, f"rotate {environment}, step {number}: half deployed, requests would fail")
        if steps[-1] == steps[0] or any(len(known) != 1 for known in steps[-1]):
            yield Finding(PROGRAM, f"rotate {environment}: the old secret is still believed after three steps")

    def _internal_secrets(self, environment: str) -> set[tuple[str, ...]]:
        """What processes are told, first what they show: one, unless files differ."""
        opened = yaml.safe_load_all(self.said("manifests", environment).stdout)
        told = [each["stringData"].get(ROTATED) for each in opened if each]
        return {tuple(each.split(",")) for each in told if each}

    def opens_nowhere_else(self) -> Iterator[Finding]:
        secrets = self.here / "secrets"
        # staging's ciphertexts in production's file, one service's in another's, one key's as another's
        for source, target in (("staging/cart", "production/cart"), ("staging/order", "staging/product")):
            kept = (secrets / f"{target}.yaml").read_text("utf-8")
            shutil.copy(secrets / f"{source}.yaml", secrets / f"{target}.yaml")
            if self.said("manifests", target.split("/")[0]).returncode == 0:
                yield Finding(PROGRAM, f"opens what was sealed for {source} as {target}")
            (secrets / f"{target}.yaml").write_text(kept, "utf-8")
        path = secrets / "staging/cart.yaml"
        keys = yaml.safe_load(path.read_text("utf-8"))
        path.write_text(yaml.safe_dump({**keys, "KAFKA_PASSWORD": keys["INTERNAL_SECRET"]}), "utf-8")
        if self.said("manifests", "staging").returncode == 0:
            yield Finding(PROGRAM, "opens one key of a secret as another")
        path.write_text(yaml.safe_dump({**keys, "KAFKA_PASSWORD": None}), "utf-8")
        if self.said("check", "staging").returncode == 0:
            yield Finding(PROGRAM, "check does not notice that a key has no value")
        if self.said("set", "staging", "cart", "NOBODY_READS", text="x").returncode == 0:
            yield Finding(PROGRAM, "keeps a key that nothing reads")


@contextmanager
def _kms() -> Iterator[str]:
    with subprocess.Popen([str(TOOLS / "python"), str(KMS)], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None  # noqa: S101  # it was asked for
        try:
            yield server.stdout.readline().strip()
        finally:
            server.kill()


def _same(environment: str) -> str:
    """What every process of an environment is told."""
    return f"{environment} {ROTATED}"


def _last(said: subprocess.CompletedProcess[str]) -> str:
    return (said.stderr.strip().splitlines() or ["no word"])[-1]
