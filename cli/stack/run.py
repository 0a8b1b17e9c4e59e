"""``ms-commerce run``: the whole platform on this machine, until Ctrl-C."""

import fcntl
import os
import platform
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import click

from cli.stack.ports import PortsTaken, check_free, ports
from common.services import Table, table
from common.settings import Settings, settings

SUPPORTED = {("Linux", "x86_64"), ("Darwin", "arm64")}


class CannotStart(RuntimeError):
    """A sentence for the user."""


@click.command()
@click.option("--logs", is_flag=True, help="Show what every process prints; DATA_DIR/logs has it anyway.")
def run(logs: bool) -> None:
    """Run the whole platform on this machine.

    PORT and DATA_DIR move it, so that two can run side by side; MONGODB_URI and KAFKA_BOOTSTRAP_SERVERS, where
    set, are used instead of the embedded servers.
    """
    try:
        here, rows = settings(), table()
        check_platform()
        with alone_in(here.data_dir), ended_by_signals():
            check_free(ports(rows, here))
            start(rows, here, logs)
    except (CannotStart, PortsTaken, ValueError) as error:
        raise click.ClickException(str(error)) from error


def start(rows: Table, here: Settings, logs: bool) -> None:
    from cli.stack.stack import Stack, StackFailed  # half of the house comes along: a refusal need not wait for it

    try:
        Stack(rows, here, show_logs=logs).run()
    except StackFailed as error:
        raise CannotStart(str(error)) from error


def check_platform() -> None:
    """nginx and the embedded servers come as programs, for some platforms only."""
    here = (platform.system(), platform.machine())
    if here not in SUPPORTED:
        raise CannotStart(
            "`ms-commerce run` works on Linux x86-64 and on macOS with Apple silicon,"
            f" not on {' '.join(here)}: use `docker compose up` there."
        )


@contextmanager
def alone_in(data_dir: Path) -> Iterator[None]:
    """Two stacks with one data directory would spoil it: hold its lock, which the kernel frees however we end."""
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        lock = (data_dir / "stack.lock").open("a+")
    except OSError as error:
        raise CannotStart(f"DATA_DIR {data_dir} cannot be used: {error.strerror}.") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(
                f"Another stack (pid {lock.read()}) uses {data_dir}: end that, or choose another with DATA_DIR=…"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let SIGTERM and a closed terminal end us as Ctrl-C does."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)
    yield
