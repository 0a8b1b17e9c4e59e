"""All commands run on one thread, so a long one stands aside now and then.

SecantusDB asks for each document it reads whether the command's time is up (``maxTimeMS``); that is where it does.

SPDX-License-Identifier: GPL-2.0-only
"""

from collections.abc import Callable
from time import perf_counter

import gevent

TURN_SECONDS = 0.010
ASIDE_SECONDS = 0.0001
"""Not zero: who sleeps for nothing goes on before anybody's request is read."""


class Turns:
    """``deadline.check``, and how long the present turn is already."""

    def __init__(self, check: Callable[[], None]) -> None:
        self._check, self._since = check, 0.0

    def begin(self) -> None:
        self._since = perf_counter()

    def __call__(self) -> None:
        self._check()
        if perf_counter() - self._since > TURN_SECONDS:
            gevent.sleep(ASIDE_SECONDS)
            self.begin()
