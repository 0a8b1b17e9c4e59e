"""Terraform on the schemas of its providers: its form, whether it fits them, its own tests for both environments."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from ci.checks.findings import TOOLS, Finding, MissingTool

PROVIDERS = ("hashicorp/google", "hashicorp/random", "mongodb/mongodbatlas", "confluentinc/confluent")
STAND_INS = TOOLS.parents[1] / "providers"
PROGRAM = Path(__file__).parents[1] / "tools/terraform/terraform.py"
READS = ("terraform", "config", "charts/values")
"""What Terraform's files look at."""


def bad_terraform(root: Path) -> Iterator[Finding]:
    if not (STAND_INS / "installed").exists():
        raise MissingTool(STAND_INS)
    with TemporaryDirectory() as folder:
        here = Terraform(root, Path(folder))
        for line in here.said("fmt", "-check", "-recursive").stdout.splitlines():
            yield Finding(f"terraform/{line}", "is not in Terraform's form: terraform fmt")
        got = here.said("get")
        if got.returncode:
            yield Finding("terraform", " ".join(got.stderr.split()))
            return
        yield from _given_away(root)
        invalid = list(here.diagnosed(json.loads(here.said("validate", "-json").stdout)["diagnostics"]))
        yield from invalid
        if not invalid:
            yield from here.tested()


GIVEN_AWAY = {
    r'"allUsers"|"allAuthenticatedUsers"': "gives this to everybody on the internet",
    r'"roles/owner"': "gives a role that may do everything: name what is needed",
    r'cidr_block\s*=\s*"0\.0\.0\.0/0"': "lets the whole internet reach the database",
    r'source.*[ {,]version\s*=\s*">': "takes whatever version of a provider is newest: ~>",
    r'"google\.subject"\s*=\s*"assertion\.sub"': "is longer than the 127 bytes that Google takes",
    r'resource "google_service_account_key"': "makes a key that can be lost: CI has OIDC, pods have ServiceAccounts",
}
"""What no schema and no plan would mind."""


def _given_away(root: Path) -> Iterator[Finding]:
    for file in sorted((root / "terraform").rglob("*.tf")):
        lines = file.read_text("utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            for pattern, what in GIVEN_AWAY.items():
                if re.search(pattern, line.partition("#")[0]):
                    yield Finding(f"{file.relative_to(root)}:{number}", what)
        yield from _unheard(file.relative_to(root), "\n".join(lines))


def _unheard(file: Path, text: str) -> Iterator[Finding]:
    for name, body in re.findall(r'resource "google_monitoring_alert_policy" "(\w+)" \{(.*?)^\}', text, re.S | re.M):
        if not re.search(r"notification_channels\s*=\s*\[\w", body):
            yield Finding(f"{file}, alert policy {name}", "has no notification channel: nobody is told")
        if "documentation {" not in body:
            yield Finding(f"{file}, alert policy {name}", "has no documentation: who is woken does not know what to do")


class Terraform:
    """A copy of what it reads, in which it may leave its own files."""

    def __init__(self, root: Path, folder: Path) -> None:
        for name in READS:
            shutil.copytree(root / name, folder / name)
        self.place = folder / "terraform"
        settings = folder / "terraform.rc"
        overrides = "\n".join(f'"{provider}" = "{STAND_INS}"' for provider in PROVIDERS)
        settings.write_text(f"provider_installation {{\ndev_overrides {{\n{overrides}\n}}\ndirect {{}}\n}}\n", "utf-8")
        self.environment = {
            **os.environ,
            "TF_CLI_CONFIG_FILE": str(settings),
            "TERRAFORM_ROOT": str(self.place),  # where the stand-ins see which types are asked for
            "CHECKPOINT_DISABLE": "1",
        }

    def said(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [str(TOOLS / "python"), str(PROGRAM), *arguments]
        return subprocess.run(
            command, cwd=self.place, env=self.environment, capture_output=True, text=True, check=False
        )

    def diagnosed(self, diagnostics: list[dict[str, Any]], **otherwise: str) -> Iterator[Finding]:
        for each in diagnostics:
            if each["severity"] == "error":
                place = each.get("range")
                where = f"{place['filename']}:{place['start']['line']}" if place else otherwise.get("where", "")
                detail = " ".join(each.get("detail", "").split())
                yield Finding(f"terraform/{where}".rstrip("/"), f"{each['summary']}: {detail}".removesuffix(": "))

    def tested(self) -> Iterator[Finding]:
        """What failed of terraform/tests; no test is a failure as well."""
        said = self.said("test", "-json")
        events = [json.loads(line) for line in said.stdout.splitlines() if line.startswith("{")]
        failed = [each["diagnostic"] for each in events if each.get("type") == "diagnostic"]
        found = list(self.diagnosed(failed, where="tests"))
        yield from found
        summaries = [each["test_summary"] for each in events if each.get("type") == "test_summary"]
        summary: dict[str, Any] = summaries[0] if summaries else {}
        if not summary.get("passed"):
            yield Finding("terraform/tests", "no test ran")
        elif summary["status"] != "pass" and not found:
            yield Finding("terraform/tests", f"{summary.get('failed', 0)} failed, {summary.get('errored', 0)} broke")
