"""Processes are kept running, and none is left: neither by a stop nor by a kill of who supervises them."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from cli.stack.ending import alive, end_in_stages
from cli.stack.processes import Process, Stage
from cli.stack.supervisor import Supervised, Supervisor
from tests.support.waiting import wait_until

FOREVER = "sleep 600"


def group_of(supervised: Supervised) -> int:
    wait_until(lambda: supervised.group)
    assert supervised.group is not None
    return supervised.group


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    supervisor = Supervisor(dict(os.environ), tmp_path)
    yield supervisor
    supervisor.kill()
    supervisor.stop()


def test_a_process_that_ends_is_started_again(supervisor: Supervisor, tmp_path: Path) -> None:
    mortal = supervisor.start(Process("mortal", Stage.SERVICES, "sh -c 'echo alive; exit 3'"))
    wait_until(lambda: mortal.starts >= 3)
    assert mortal.code == 3
    assert (tmp_path / "mortal.log").read_text().startswith("alive\nalive\n")


def test_the_children_of_a_killed_process_go_with_it(supervisor: Supervisor) -> None:
    parent = supervisor.start(Process("parent", Stage.SERVICES, f"sh -c '{FOREVER} & {FOREVER} & wait'"))
    first = group_of(parent)
    wait_until(lambda: len(psutil.Process(first).children()) == 2)
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: parent.starts == 2)
    assert not alive(first)


def test_what_clients_see_ends_before_what_it_stands_on(supervisor: Supervisor, tmp_path: Path) -> None:
    ends = tmp_path / "ends"
    for stage in Stage:
        told = f"""sh -c 'trap "echo {stage.name} >> {ends}; exit" TERM; echo ready; while :; do sleep 0.05; done'"""
        supervisor.start(Process(stage.name, stage, told))
    wait_until(lambda: all("ready" in process.last_words() for process in supervisor.processes.values()))
    supervisor.stop()
    assert ends.read_text().split() == ["GATEWAY", "SERVICES", "WORKERS", "SERVERS"]


def test_a_stopped_process_stays_stopped(supervisor: Supervisor) -> None:
    process = supervisor.start(Process("sleeper", Stage.SERVICES, FOREVER))
    group = group_of(process)
    supervisor.stop()
    assert not alive(group)
    assert process.starts == 1


def test_who_does_not_end_when_asked_is_killed() -> None:
    deaf = subprocess.Popen(
        ["sh", "-c", "trap '' TERM; echo deaf; while :; do sleep 0.05; done"],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert deaf.stdout is not None
    with deaf.stdout:
        assert deaf.stdout.readline() == b"deaf\n"
        end_in_stages([[deaf.pid]], patience_seconds=0.2)
        assert deaf.wait(10) == -signal.SIGKILL


def test_a_killed_supervisor_leaves_no_process(tmp_path: Path) -> None:
    script = f"""
import os, pathlib, time
from cli.stack.processes import Process, Stage
from cli.stack.supervisor import Supervisor
from tests.support.waiting import wait_until
supervisor = Supervisor(dict(os.environ), pathlib.Path({str(tmp_path)!r}))
started = [supervisor.start(Process(stage.name, stage, "{FOREVER}")) for stage in Stage]
print(*[wait_until(lambda: it.group) for it in started], flush=True)
time.sleep(600)
"""
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    with parent.stdout:
        groups = [int(group) for group in parent.stdout.readline().split()]
        assert len(groups) == len(Stage)
        parent.kill()
        parent.wait()
    wait_until(lambda: not any(map(alive, groups)))
