"""A name of its own for each process of a worker pool, the same one again when it is started again.

By its name Celery asks a worker, Kafka knows a static member, and a directory holds its metrics. The machine's name
does where a machine, or a pod, has one process of a pool; a second one there is `<machine>-2`. Which name is free is
told by locks, which the kernel takes from a process that was killed.
"""

import fcntl
from itertools import count
from pathlib import Path
from typing import IO

_taken: list[IO[str]] = []  # held open, and so locked, until this process ends


def take_seat(directory: Path, pool: str, name: str) -> str:
    """The first free of `name`, `name-2`, `name-3` …, for as long as this process lives."""
    directory.mkdir(parents=True, exist_ok=True)
    seats = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(seat for seat in seats if _lock(directory / f"{pool}@{seat}.lock"))


def _lock(path: Path) -> bool:
    lock = path.open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return False
    _taken.append(lock)
    return True
