"""`ms-commerce run` where it cannot run: one sentence that says what to do, and nothing left behind."""

import fcntl
import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.support.stack import COMMAND, free_ports
from tests.support.waiting import wait_until


def refusal(port: int, data_dir: Path, **environment: str) -> str:
    """What `ms-commerce run` says when it refuses to start."""
    given = {**os.environ, "PORT": str(port), "DATA_DIR": str(data_dir), **environment}
    ended = subprocess.run([COMMAND, "run"], env=given, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert not ended.stdout
    return ended.stderr.strip()


@pytest.fixture
def port() -> int:
    return free_ports()


@pytest.fixture
def occupied() -> Iterator[int]:
    """A port that this very process listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        number: int = listener.getsockname()[1]
        yield number


def test_a_busy_port_is_named_with_its_owner(occupied: int, tmp_path: Path) -> None:
    said = refusal(occupied, tmp_path)
    assert f"Port {occupied} (gateway) is in use by" in said
    assert f"(pid {os.getpid()})" in said
    assert len(said.splitlines()) == 1


def test_data_that_another_stack_uses_is_left_alone(port: int, tmp_path: Path) -> None:
    with (tmp_path / "stack.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("4711")
        lock.flush()
        assert f"Another stack (pid 4711) uses {tmp_path}" in refusal(port, tmp_path)


def test_data_that_cannot_be_written_is_said_to_be_so(port: int, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert "cannot be used" in refusal(port, tmp_path / "file" / "var")


@pytest.mark.parametrize("wrong", ["eighty", "80", "65500"])
def test_a_port_that_is_none_is_refused(wrong: str, tmp_path: Path) -> None:
    assert f"PORT must be a number between 1024 and 65000, not '{wrong}'." in refusal(0, tmp_path, PORT=wrong)


def test_a_database_that_is_no_mongodb_is_refused(port: int, tmp_path: Path) -> None:
    said = refusal(port, tmp_path, MONGODB_URI="postgres://localhost")
    assert said == "Error: MONGODB_URI must start with mongodb:// or mongodb+srv://."


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_a_stack_ended_while_it_starts_leaves_nothing(ending: signal.Signals, port: int, tmp_path: Path) -> None:
    given = {**os.environ, "PORT": str(port), "DATA_DIR": str(tmp_path)}
    stack = subprocess.Popen([COMMAND, "run"], env=given, stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        family = wait_until(lambda: _servers(stack.pid), 30)
        os.killpg(stack.pid, ending)
        stack.wait(30)
    finally:
        stack.kill()
    _, left = psutil.wait_procs(family, timeout=60)
    assert not [process for process in left if process.status() != psutil.STATUS_ZOMBIE]


def _servers(pid: int) -> list[psutil.Process]:
    """The stack's processes, once both servers and the guardian are there."""
    children = psutil.Process(pid).children(recursive=True)
    return children if len(children) >= 3 else []
