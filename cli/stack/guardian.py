"""Ends a stack whose supervisor was killed: a process of its own that outlives it by moments.

It reads lines ``stage group`` (started) and ``- group`` (ended) from its standard input. When that ends, the
supervisor is gone, and every group still known is ended, the last stage first. Where the supervisor ended its
stack itself, none is left to end.

python -m cli.stack.guardian
"""

import signal
import sys
from collections import defaultdict

from cli.stack.ending import end_in_stages


def watch() -> None:
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, signal.SIG_IGN)
    stages: dict[int, int] = {}
    for line in sys.stdin:
        stage, group = line.split()
        if stage == "-":
            stages.pop(int(group), None)
        else:
            stages[int(group)] = int(stage)
    by_stage: defaultdict[int, list[int]] = defaultdict(list)
    for leader, number in stages.items():
        by_stage[number].append(leader)
    end_in_stages([by_stage[number] for number in sorted(by_stage, reverse=True)])


if __name__ == "__main__":
    watch()
