"""One stack: everything started in order, watched, and ended in the opposite order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import FrameType

from rich.console import Console

from cli.stack import health
from cli.stack.demo import DEV_ENV, ApiClient, demo_client
from cli.stack.housekeeping import keep_house
from cli.stack.processes import Stage, processes
from cli.stack.supervisor import Supervisor
from cli.topics import create_topics
from common.services import Table
from common.settings import Settings

START_WITHIN_SECONDS = 240.0
TOO_MANY_DEATHS = 4
LOOK_AGAIN_SECONDS = 0.2


class StackFailed(RuntimeError):
    """A sentence for the user, and the last words of the process it is about."""


class Stack:
    def __init__(self, table: Table, here: Settings, show_logs: bool) -> None:
        self.table, self.here = table, here
        self.console = Console(highlight=False, soft_wrap=True)
        self.began_at = time.monotonic()
        not_ours = {"mongo": not here.embedded_mongodb, "kafka": not here.embedded_kafka}
        self.processes = [process for process in processes(table) if not not_ours.get(process.name)]
        self.environment = environment(here)
        self.supervisor = Supervisor(self.environment, here.data_dir / "logs", show_logs)

    def run(self) -> None:
        """Start, stay, and stop; returns when nothing is left running."""
        try:
            self._start()
            client = demo_client(self.here.public_url, self.here.data_dir, self.here.public_url)
            self._introduce(client)
            keep_house(self.table, self.supervisor.processes.get("kafka"))
        except KeyboardInterrupt:
            self.console.print("\nstopping (again: at once)")
        finally:
            _on_next_signal(self.supervisor.kill)
            self.supervisor.stop()
        self.console.print("stopped: nothing is left running")

    def _start(self) -> None:
        self._start_stage(Stage.SERVERS)
        self._wait_for(health.servers(self.here))
        created = create_topics(self.table)
        self.console.print(f"  [green]✓[/] topics: {len(created)} created" if created else "  [green]✓[/] topics")
        self._prepare_databases()
        for stage in (Stage.SERVICES, Stage.WORKERS, Stage.GATEWAY):
            self._start_stage(stage)
        self._wait_for(health.services(self.table, self.here))
        self._wait_for(health.pools(self.table) | {"flower": health.flower(self.here)})

    def _start_stage(self, stage: Stage) -> None:
        names = [self.supervisor.start(process).name for process in self.processes if process.stage is stage]
        if names:
            self.console.print(f"starting {', '.join(names)}")

    def _prepare_databases(self) -> None:
        """Nothing of an older release runs here, so migrations are finished at once."""
        self._prepare("indexes", "indexes")
        self._prepare("migrations", "migrate", "--finish")

    def _prepare(self, what: str, *words: str) -> None:
        command = ["ms-commerce", *words]
        built = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)
        if built.returncode:
            raise StackFailed(f"The {what} could not be built: {built.stderr.strip()[-2000:]}")
        self.console.print(f"  [green]✓[/] {what}")

    def _wait_for(self, checks: Mapping[str, health.Check]) -> None:
        """Until each check has said yes once; StackFailed where one does not in time, or its process only dies."""
        waiting, give_up_at = dict(checks), time.monotonic() + START_WITHIN_SECONDS
        with self.console.status("") as status:
            while waiting:
                status.update(f"waiting for {', '.join(waiting)}")
                for name in [name for name, check in waiting.items() if check()]:
                    del waiting[name]
                    self.console.print(f"  [green]✓[/] {name} [dim]{time.monotonic() - self.began_at:.1f} s[/]")
                self._fail_if_hopeless(waiting, give_up_at)
                time.sleep(LOOK_AGAIN_SECONDS)

    def _fail_if_hopeless(self, waiting: Mapping[str, health.Check], give_up_at: float) -> None:
        for name, supervised in self.supervisor.processes.items():
            if supervised.deaths >= TOO_MANY_DEATHS:
                raise StackFailed(f"{name} keeps ending. The end of its log:\n{supervised.last_words()}")
        if waiting and time.monotonic() > give_up_at:
            late = next(iter(waiting))
            words = self.supervisor.processes[late].last_words() if late in self.supervisor.processes else ""
            raise StackFailed(f"{late} was not healthy after {START_WITHIN_SECONDS:g} s. The end of its log:\n{words}")

    def _introduce(self, client: ApiClient) -> None:
        tell = self.console.print
        tell(f"\n[bold green]ms-commerce is ready[/] after {time.monotonic() - self.began_at:.0f} s\n")
        tell(f"  API and auth  {self.here.public_url}  [dim]project[/] {client.project_key}")
        tell(f"  Flower        http://127.0.0.1:{self.here.port_of('flower')}")
        tell(f"  MongoDB       {self._mongodb()}")
        tell(f"  Kafka         {self.here.kafka.bootstrap_servers}")
        tell(f"  credentials   {self.here.data_dir / DEV_ENV}  [dim]logs[/] {self.here.data_dir / 'logs'}")
        tell(f"\n{client.curl}\n", markup=False)
        tell("[dim]Ctrl-C stops everything.[/]")

    def _mongodb(self) -> str:
        """Its address without the password."""
        return self.here.mongodb_uri.rpartition("@")[2].removeprefix("mongodb://")


def environment(here: Settings) -> dict[str, str]:
    """What every process of the stack is told. The programs of our own environment come first."""
    programs = str(Path(sys.executable).parent)
    path = os.pathsep.join([programs, os.environ.get("PATH", os.defpath)])
    own = {"PORT": str(here.port), "DATA_DIR": str(here.data_dir), "PATH": path, "PYTHONUNBUFFERED": "1"}
    own["FLOWER_UNAUTHENTICATED_API"] = "true"  # it listens on the loopback only
    return {**os.environ, **own}


def _on_next_signal(act: Callable[[], None]) -> None:
    def handle(number: int, frame: FrameType | None) -> None:
        act()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, handle)
