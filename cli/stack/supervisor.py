"""Keeps processes running, each in a session of its own, and ends all of them in the right order.

Built of honcho's parts (its Popen, its printer, its colours) rather than its Manager, which stops everything
when one process dies, ends all of them at once, database included, and leaves orphans when it is killed itself:
docs/adr/0002-supervising-the-laptop.md.
"""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from honcho.colour import get_colours
from honcho.printer import Message, Printer
from honcho.process import Popen

from cli.stack.ending import end_in_stages, kill
from cli.stack.processes import Process, Stage

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 10.0
STEADY_SECONDS = 30.0  # after so long, a process counts as well again

WHEN_TOLD = "read -r go &&"
"""The child begins when the guardian knows of it, and never if we are killed before that."""


class Supervised:
    """One process: started, its output kept, started again whenever it ends by itself."""

    def __init__(
        self,
        process: Process,
        environment: Mapping[str, str],
        log: Path,
        tell: Callable[["Supervised", str], None],
        show: Callable[["Supervised", bytes], None],
        guard: Callable[[str], None],
    ) -> None:
        self.name, self.stage = process.name, process.stage
        self.deaths = 0
        """How often in a row it ended soon after it had started."""
        self.starts = 0
        self.code: int | None = None
        """How it ended last: an exit code, or a signal's negative number."""
        self.group: int | None = None
        self._command, self._environment = process.command, dict(environment)
        self._log, self._tell, self._show, self._guard = log, tell, show, guard
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._keep_running, name=self.name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def start_no_more(self) -> None:
        with self._lock:  # not between the decision to start it again and doing so
            self._stopping.set()

    def join(self) -> None:
        self._thread.join()

    def last_words(self, lines: int = 15) -> str:
        """The end of what it printed."""
        return "\n".join(self._log.read_text("utf-8", "replace").splitlines()[-lines:])

    def _keep_running(self) -> None:
        while (child := self._start()) is not None:
            started_at = time.monotonic()
            reader = threading.Thread(target=self._read, args=(child.stdout,), daemon=True)
            reader.start()
            self.code = child.wait()
            kill(child.pid)  # the children of a killed program would keep its port, and our pipe
            reader.join()
            self.group = None
            self._guard(f"- {child.pid}")
            if self._stopping.is_set():
                return
            self.deaths = 1 if time.monotonic() - started_at > STEADY_SECONDS else self.deaths + 1
            pause_seconds = min(FIRST_PAUSE_SECONDS * 2 ** (self.deaths - 1), LONGEST_PAUSE_SECONDS)
            self._tell(self, f"ended ({_how(self.code)}), starting it again in {pause_seconds:g} s")
            self._stopping.wait(pause_seconds)

    def _start(self) -> "subprocess.Popen[bytes] | None":
        with self._lock:
            if self._stopping.is_set():
                return None
            child: subprocess.Popen[bytes] = Popen(
                f"{WHEN_TOLD} exec {self._command} </dev/null", env=self._environment, stdin=subprocess.PIPE
            )
            self.group = child.pid
            self.starts += 1
            self._guard(f"{self.stage.value} {child.pid}")
            assert child.stdin is not None  # noqa: S101  # a pipe was asked for
            with suppress(BrokenPipeError):  # ended already: whoever waits for it will see
                child.stdin.write(b"go\n")
                child.stdin.close()
            return child

    def _read(self, output: IO[bytes]) -> None:
        with self._log.open("ab", buffering=0) as log, output:
            for line in output:
                log.write(line)
                self._show(self, line)


class Supervisor:
    """All processes of one stack. ``start``, then at last ``stop``: after that none of them is left."""

    def __init__(self, environment: Mapping[str, str], logs: Path, verbose: bool = False) -> None:
        self.processes: dict[str, Supervised] = {}
        self._environment, self._logs, self._verbose = environment, logs, verbose
        self._colours = get_colours()
        self._colour: dict[str, str] = {}
        self._printer = Printer(sys.stdout, width=16)
        self._printing = threading.Lock()
        self._guarding = threading.Lock()
        self._guardian = subprocess.Popen(
            [sys.executable, "-m", "cli.stack.guardian"], stdin=subprocess.PIPE, text=True, start_new_session=True
        )

    def start(self, process: Process) -> Supervised:
        self._logs.mkdir(parents=True, exist_ok=True)
        log = self._logs / f"{process.name}.log"
        if log.exists():
            log.replace(log.with_suffix(".previous.log"))
        log.touch()
        self._colour[process.name] = next(self._colours)
        supervised = Supervised(process, self._environment, log, self._tell, self._show, self._guard)
        self.processes[process.name] = supervised
        supervised.start()
        return supervised

    def stop(self) -> None:
        """End every process, those that clients see first and the servers last."""
        for supervised in self.processes.values():
            supervised.start_no_more()
        end_in_stages([self._groups(stage) for stage in sorted(Stage, reverse=True)])
        for supervised in self.processes.values():
            supervised.join()
        self._guardian.communicate()

    def kill(self) -> None:
        """End every process without asking."""
        for supervised in self.processes.values():
            supervised.start_no_more()
            if supervised.group is not None:
                kill(supervised.group)

    def _groups(self, stage: Stage) -> list[int]:
        return [it.group for it in self.processes.values() if it.stage is stage and it.group is not None]

    def _guard(self, line: str) -> None:
        with self._guarding, suppress(BrokenPipeError, ValueError):  # somebody killed it: we do not need it
            print(line, file=self._guardian.stdin, flush=True)

    def _show(self, supervised: Supervised, line: bytes) -> None:
        if self._verbose:
            self._print(supervised, line)

    def _tell(self, supervised: Supervised, words: str) -> None:
        self._print(supervised, f"{supervised.name} {words}".encode())

    def _print(self, supervised: Supervised, line: bytes) -> None:
        now = datetime.now().astimezone()
        with self._printing:
            self._printer.write(Message("line", line, now, supervised.name, self._colour[supervised.name]))


def _how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"code {code}"
