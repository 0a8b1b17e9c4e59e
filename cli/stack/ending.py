"""Ending process groups so that nothing of them is left.

A group is named by the pid of its leader, the program that was started; the leader is asked to end its own
children well, and the whole group is killed only if something of it remains.
"""

import os
import signal
import time
from collections.abc import Callable, Sequence

import psutil

PATIENCE_SECONDS = 12.0  # a worker's soft shutdown takes up to ten


def end_in_stages(stages: Sequence[Sequence[int]], patience_seconds: float = PATIENCE_SECONDS) -> None:
    """End the groups of each stage together, one stage after the other."""
    for groups in stages:
        for group in groups:
            _signal(os.kill, group, signal.SIGTERM)
        give_up_at = time.monotonic() + patience_seconds
        while any(map(alive, groups)) and time.monotonic() < give_up_at:
            time.sleep(0.05)
        for group in groups:
            kill(group)


def alive(group: int) -> bool:
    """Does a process of this group still run? One that only waits for its parent to notice its end does not."""
    return _signal(os.killpg, group, 0) and any(_runs_in(group, process) for process in psutil.process_iter())


def kill(group: int) -> None:
    """Kill what is left of the group."""
    _signal(os.killpg, group, signal.SIGKILL)


def _runs_in(group: int, process: psutil.Process) -> bool:
    try:
        return os.getpgid(process.pid) == group and process.status() != psutil.STATUS_ZOMBIE
    except (psutil.NoSuchProcess, ProcessLookupError):
        return False


def _signal(send: Callable[[int, int], None], target: int, number: int) -> bool:
    try:
        send(target, number)
    except (ProcessLookupError, PermissionError):  # macOS says EPERM of a group that only holds the dead
        return False
    return True
