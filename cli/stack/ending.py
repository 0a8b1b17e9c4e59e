"""Ending process groups so that nothing of them is left.

A group is named by the pid of its leader, the program that was started; the leader is asked to end its own
children well, and the whole group is killed only if something of it remains. Only the standard library: the
guardian imports this.
"""

import os
import signal
import time
from collections.abc import Callable, Sequence

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
    """Is there still a process of this group?"""
    return _signal(os.killpg, group, 0)


def kill(group: int) -> None:
    """Kill what is left of the group."""
    _signal(os.killpg, group, signal.SIGKILL)


def _signal(send: Callable[[int, int], None], target: int, number: int) -> bool:
    try:
        send(target, number)
    except (ProcessLookupError, PermissionError):  # macOS says EPERM of a group that only holds the dead
        return False
    return True
