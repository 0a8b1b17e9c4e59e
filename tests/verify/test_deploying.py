"""`ci/deploy` with stand-ins for helm and kubectl that write down what they are told, and fail when asked to."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ci.checks.rendering import DIGEST
from tests.verify.conftest import Tree

STAND_IN = """#!{python}
import json, os, sys
with open(os.environ["DIARY"], "a") as diary:
    values = [json.load(open(word[9:])) for word in sys.argv if word.startswith("--values=/")]
    diary.write(json.dumps({{"said": [os.path.basename(sys.argv[0]), *sys.argv[1:]], "told": values}}) + "\\n")
if sys.argv[1:2] == ["history"]:
    print(os.environ["HISTORY"])
sys.exit(1 if os.environ["FAILS"] in " ".join([os.path.basename(sys.argv[0]), *sys.argv[1:3]]) else 0)
"""
TWO_REVISIONS = json.dumps([{"revision": 1, "status": "superseded"}, {"revision": 2, "status": "deployed"}])
LOCKED = json.dumps([{"revision": 1, "status": "deployed"}, {"revision": 2, "status": "pending-upgrade"}])
LOCKED_AT_FIRST = json.dumps([{"revision": 1, "status": "pending-install"}])


@dataclass
class Deployer:
    root: Path
    bin: Path

    def deploy(self, *arguments: str, fails: str = "nothing at all", history: str = TWO_REVISIONS) -> int:
        environment = {
            **os.environ,
            "PYTHONPATH": str(self.root),
            "PATH": f"{self.bin}{os.pathsep}{os.environ['PATH']}",
            "DIARY": str(self.root / "diary"),
            "FAILS": fails,
            "HISTORY": history,
        }
        command = [sys.executable, "ci/deploy", *arguments]
        return subprocess.run(command, cwd=self.root, env=environment, check=False, capture_output=True).returncode

    def diary(self, *words: str) -> list[str]:
        """What the programs were told that began with these words: the word after them."""
        lines = [json.loads(line)["said"] for line in (self.root / "diary").read_text("utf-8").splitlines()]
        return [line[len(words)] for line in lines if line[: len(words)] == [*words] and len(line) > len(words)]

    def told(self) -> list[Any]:
        lines = (self.root / "diary").read_text("utf-8").splitlines()
        return [json.loads(line)["told"] for line in lines if json.loads(line)["said"][:2] == ["helm", "upgrade"]]


@pytest.fixture
def deployer(tree: Tree) -> Deployer:
    programs = tree.root / "bin"
    programs.mkdir()
    stand_ins = [programs / "helm", programs / "kubectl", tree.root / "ci/secrets", tree.root / "ci/smoke"]
    for program in stand_ins:
        program.write_text(STAND_IN.format(python=sys.executable), "utf-8")
        program.chmod(0o755)
    (tree.root / "build").mkdir()
    (tree.root / "build/images.json").write_text(json.dumps({"ms-commerce": DIGEST, "gateway": DIGEST}), "utf-8")
    outputs = {"kafka_bootstrap_servers": {"value": "pkc-1:9092"}}
    (tree.root / "build/staging.outputs").write_text(json.dumps(outputs), "utf-8")
    return Deployer(tree.root, programs)


def test_releases_come_up_before_what_calls_them(deployer: Deployer) -> None:
    assert deployer.deploy("staging") == 0
    upgraded = deployer.diary("helm", "upgrade")
    assert (upgraded[0], upgraded[-1]) == ("platform", "gateway")
    assert upgraded.index("cart") < upgraded.index("worker-cart")
    assert deployer.diary("kubectl", "apply") == ["--filename", "--filename"]
    assert deployer.diary("smoke") == ["https://staging.mss-commerce.com"]
    assert deployer.diary("helm", "rollback") == []


def test_every_release_runs_the_same_digest(deployer: Deployer) -> None:
    deployer.deploy("staging")
    images = {"ms-commerce": DIGEST, "gateway": DIGEST}
    for [told] in deployer.told():
        assert (told["global"]["images"], told["global"]["env"]) == (images, {"KAFKA_BOOTSTRAP_SERVERS": "pkc-1:9092"})


def test_a_secret_that_changed_reaches_its_processes(deployer: Deployer) -> None:
    deployer.deploy("staging")
    (deployer.root / "secrets/staging/cart.yaml").write_text("MONGODB_URI: another\n", "utf-8")
    deployer.deploy("staging")
    told = [each["global"]["secrets"] for [each] in deployer.told()]
    before, after = told[0], told[-1]
    assert {name for name in after if after[name] != before[name]} == {"cart"}


def test_what_the_release_before_left_goes_once_the_new_one_works(deployer: Deployer) -> None:
    assert deployer.deploy("staging") == 0
    finished = deployer.diary("kubectl", "exec", "--namespace", "ms-commerce")
    assert finished[:2] == ["deployment/account"] * 2
    assert len(finished) == 10
    assert deployer.deploy("staging", fails="kubectl exec") == 1
    assert deployer.diary("helm", "rollback") == []


def test_nothing_is_cleared_away_while_the_release_before_may_come_back(deployer: Deployer) -> None:
    deployer.deploy("staging", fails="smoke")
    assert deployer.diary("kubectl", "exec", "--namespace", "ms-commerce") == []


def test_a_release_that_does_not_come_up_takes_those_before_it_back(deployer: Deployer) -> None:
    assert deployer.deploy("staging", fails="helm upgrade customer") == 1
    assert deployer.diary("helm", "upgrade")[-1] == "customer"
    assert deployer.diary("helm", "rollback") == ["cart", "product", "account", "platform"]
    assert deployer.diary("smoke") == []


def test_a_whole_that_does_not_work_goes_back_as_a_whole(deployer: Deployer) -> None:
    assert deployer.deploy("staging", fails="smoke") == 1
    assert deployer.diary("helm", "rollback") == deployer.diary("helm", "upgrade")[::-1]


def test_what_was_never_there_before_is_not_rolled_back(deployer: Deployer) -> None:
    assert deployer.deploy("staging", fails="smoke", history=json.dumps([{"revision": 1}])) == 1
    assert deployer.diary("helm", "rollback") == []


def test_what_a_killed_deploy_left_locked_is_freed_first(deployer: Deployer) -> None:
    assert deployer.deploy("staging", history=LOCKED) == 0
    assert deployer.diary("helm", "rollback") == deployer.diary("helm", "upgrade")
    assert set(deployer.diary("helm", "rollback", "cart")) == {"1"}
    assert deployer.deploy("staging", history=LOCKED_AT_FIRST) == 0
    assert deployer.diary("helm", "uninstall") == deployer.diary("helm", "rollback")


def test_googles_libraries_are_whom_the_job_became(deployer: Deployer) -> None:
    """`gcloud auth login` is for gcloud; ci/secrets opens secrets with a library, which reads another file."""
    told = deployer.root / "ci/secrets"
    told.write_text('#!/bin/sh\necho "$GOOGLE_APPLICATION_CREDENTIALS" >who\n', "utf-8")
    (deployer.root / "build/google.json").write_text("{}", "utf-8")
    assert deployer.deploy("staging") == 0
    assert (deployer.root / "who").read_text("utf-8").strip() == str(deployer.root / "build/google.json")


def test_nothing_is_deployed_while_a_secret_has_no_value(deployer: Deployer) -> None:
    assert deployer.deploy("staging", fails="secrets") != 0
    assert deployer.diary("helm", "upgrade") == []
