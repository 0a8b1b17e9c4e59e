"""A server as a process that a test may start, kill, freeze and start again on the same port and data."""

import atexit
import os
import signal
import socket
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.support.waiting import wait_until


def free_port() -> int:
    """A port that nothing listened on a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class ServerProcess:
    """One program in a process group of its own, so that a signal reaches its children too.

    `is_ready` is asked until it says yes; what the program prints goes to `log`.
    """

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        is_ready: Callable[[], object],
        log: Path,
        environment: Mapping[str, str] | None = None,
        ready_within_seconds: float = 60,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.log = log
        self._is_ready = is_ready
        self._environment = {**os.environ, **(environment or {})}
        self._ready_within_seconds = ready_within_seconds
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.kill)

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Run the program and return once it is ready; RuntimeError with its last words if it ends."""
        with self.log.open("ab") as out:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=out,
                env=self._environment,
                start_new_session=True,
            )
        being_ready = f"{self.name} being ready (log: {self.log})"
        wait_until(self._ready_or_dead, self._ready_within_seconds, of=being_ready)

    def _ready_or_dead(self) -> bool:
        if not self.running:
            tail = self.log.read_text(errors="replace")[-2000:]
            raise RuntimeError(f"{self.name} ended instead of starting. The end of its log:\n{tail}")
        return bool(self._is_ready())

    @property
    def pid(self) -> int:
        """RuntimeError if it never ran."""
        if self._process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self._process.pid

    def stop(self, within_seconds: float = 20) -> None:
        """Ask it to end, as an operator would; kill it if it does not."""
        self._end(signal.SIGTERM, within_seconds)

    def interrupt(self, within_seconds: float = 20) -> None:
        """Ctrl-C: the signal goes to the whole group, as a terminal sends it."""
        self._end(signal.SIGINT, within_seconds)

    def _end(self, asked: signal.Signals, within_seconds: float) -> None:
        if self._signal(asked) and self._process is not None:
            try:
                self._process.wait(within_seconds)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """`kill -9` the whole group: no chance to write anything down."""
        if self._signal(signal.SIGKILL) and self._process is not None:
            self._process.wait()

    def freeze(self) -> None:
        """SIGSTOP: alive, connected, and silent."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def restart(self) -> None:
        self.kill()
        self.start()

    def _signal(self, which: signal.Signals) -> bool:
        if self._process is None or self._process.poll() is not None:
            return False
        os.killpg(self._process.pid, which)
        return True
