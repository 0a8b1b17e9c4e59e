"""Worker pools that die of armed faults, each watched by a supervisor."""

import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType

from tests.chaos.faults import Faults
from tests.support.order_pools import POOLS, running_pools
from tests.support.process import ServerProcess

LOOK_EVERY_SECONDS = 0.05


@contextmanager
def mortal_pools(
    faults: Faults,
    directory: Path,
    environment: Mapping[str, str] = MappingProxyType({}),
    names: Sequence[str] = POOLS,
) -> Iterator[Mapping[str, ServerProcess]]:
    command, known = [sys.executable, "-m", "tests.chaos.faults"], {"FAULTS": str(faults.folder), **environment}
    with running_pools(directory, command, known, names) as running, supervised(running):
        yield running


@contextmanager
def supervised(pools: Mapping[str, ServerProcess]) -> Iterator[None]:
    """Whichever of them ends is started again."""
    over = threading.Event()

    def keep_running(pool: ServerProcess) -> None:
        while not over.wait(LOOK_EVERY_SECONDS):
            if not pool.running:
                start_until_ready(pool)

    with ThreadPoolExecutor(len(pools)) as supervisors:
        kept = [supervisors.submit(keep_running, pool) for pool in pools.values()]
        yield
        over.set()
        for one in kept:
            one.result()


def start_until_ready(pool: ServerProcess) -> None:
    """It may die again before it says that it is ready, of a command that waits for it."""
    while True:
        try:
            return pool.start()
        except RuntimeError:
            continue
