"""The Dockerfile's image without Docker: its build context, its RUN lines, and its processes as it would run them.

What stands in for the base image is this machine's Python 3.11. A process runs as the image's user, in a mount
namespace of its own in which everything is read-only but an empty /tmp, as compose.yaml and the charts have it.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from tests.support.process import ServerProcess

ROOT = Path(__file__).parents[2]
INSTALLED = "/opt/ms-commerce"
UV = str(Path(sys.executable).with_name("uv"))

# Nobody but root may look into /root, where a Python may well be: it is shown in an empty one.
INSIDE = """set -eu
mount --make-rprivate /
case "$PYTHON_HOME" in /root/*)
    mount --bind "$PYTHON_HOME" /mnt
    mount -t tmpfs -o mode=755 tmpfs /root
    mkdir -p "$PYTHON_HOME"
    mount --move /mnt "$PYTHON_HOME"
    mount -o remount,bind,ro "$PYTHON_HOME"
    mount -o remount,ro /root ;;
esac
mount -o remount,bind,ro /
mount -t tmpfs -o mode=1777 tmpfs /tmp
cd /
exec setpriv --reuid="$USER_ID" --regid="$USER_ID" --clear-groups --inh-caps=-all --no-new-privs "$@"
"""


class Image:
    """``folder`` must be one that everybody may look into, and not below /tmp, which processes find empty."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.opt = folder, folder / "opt"
        text = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
        self.stages = {
            match.group(1): stage
            for stage in re.split(r"^FROM ", text, flags=re.MULTILINE)
            if (match := re.match(r"\S+ AS (\S+)", stage))
        }

    @property
    def user_id(self) -> str:
        return re.findall(r"^USER (\d+)", self.stages["ms-commerce"], re.MULTILINE)[-1]

    def build(self) -> None:
        """Run the lines of the stage `build`, on what .dockerignore lets through; uv in pip's place, for its cache."""
        context = self._context()
        for line in re.findall(r"^RUN (.*)", self.stages["build"], re.MULTILINE):
            line = line.replace(INSTALLED, str(self.opt)).replace("pip install", f"{UV} pip install")
            line = re.sub(r"^python ", f"{getattr(sys, '_base_executable', sys.executable)} ", line)
            environment = {**os.environ, "VIRTUAL_ENV": str(self.opt), "PATH": f"{self.opt}/bin:{os.environ['PATH']}"}
            shell = ["sh", "-c", line]
            said = subprocess.run(shell, cwd=context, env=environment, check=False, capture_output=True, text=True)
            assert said.returncode == 0, f"RUN {line}\n{said.stdout}{said.stderr}"

    def packages(self) -> set[str]:
        freeze = [UV, "pip", "freeze", "--python", str(self.opt / "bin/python")]
        listed = subprocess.run(freeze, check=True, capture_output=True, text=True)
        return {re.split("==| @", line)[0] for line in listed.stdout.splitlines()}

    def process(
        self, name: str, command: list[str], environment: Mapping[str, str], is_ready: Callable[[], object]
    ) -> ServerProcess:
        return ServerProcess(name, self.command(command, environment), is_ready, self.folder / f"{name}.log")

    def command(self, command: list[str], environment: Mapping[str, str]) -> list[str]:
        """It, as the image would run it; nothing of our own environment comes along."""
        told = {**environment, "PATH": f"{self.opt}/bin:/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
        told |= {"PYTHON_HOME": sys.base_prefix, "USER_ID": self.user_id}
        as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
        words = [f"{name}={value}" for name, value in told.items()]
        return [*as_root, "env", "-i", *words, "unshare", "--mount", "sh", "-c", INSIDE, "sh", *command]

    def _context(self) -> Path:
        context = self.folder / "context"
        context.mkdir()
        for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines():
            if line.startswith("!"):
                source = ROOT / line[1:]
                if source.is_dir():
                    shutil.copytree(source, context / line[1:], ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    shutil.copy(source, context / line[1:])
            elif line and not line.startswith(("#", "*")):
                shutil.rmtree(context / line)
        return context
