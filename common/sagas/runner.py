"""Moves runs on: what comes next is decided by ``saga``, stored by compare-and-set, and only then sent.

So a crash at any point leaves a run that says what to send; the sweep sends it again, with the same identity,
and receivers answer a repetition as they did before. A run whose command stays without an answer is turned
back while that is possible; past the point of no return, or on its way back, it is parked: still sent,
slowly, and counted, so that somebody looks.
"""

import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from common.contracts.answered import Answered
from common.contracts.command import Command
from common.errors import ApiError
from common.sagas.metrics import DURATION, ENDED, REFUSED, SENT_AGAIN
from common.sagas.run import Run, begun, moved, now
from common.sagas.runs import Runs
from common.sagas.saga import Outcome, Progress, Saga, after, command_at
from common.wire import dump

log = logging.getLogger(__name__)

Send = Callable[[Command], None]

PATIENCE_SECONDS = (5.0, 10.0, 20.0, 40.0, 60.0)
"""How long an answer is waited for before the command is sent again, and again; the last one repeats."""
PATIENT_ATTEMPTS = 8
SWEEP_LIMIT = 200


class Remembered:
    """Runs as this process left them, so that the next answer need not read them; those left longest ago go."""

    def __init__(self, limit: int = 500) -> None:
        self._limit = limit
        self._runs: OrderedDict[str, Run] = OrderedDict()
        self._lock = threading.Lock()

    def put(self, run: Run) -> None:
        with self._lock:
            self._runs[run.id] = run
            while len(self._runs) > self._limit:
                self._runs.popitem(last=False)

    def pop(self, saga_id: str) -> Run | None:
        with self._lock:
            return self._runs.pop(saga_id, None)


class Runner:
    """``send`` returns once the command is in Kafka, else raises."""

    def __init__(self, sagas: Iterable[Saga], runs: Runs, send: Send) -> None:
        self.sagas: Mapping[str, Saga] = {saga.name: saga for saga in sagas}
        self.runs, self.send = runs, send
        self._moved = Remembered()

    def start(self, saga: Saga, project_key: str, given: Any, join_key: str, id: str | None = None) -> Run:
        """A new run under way, or the one that is already under way for ``join_key``. With an ``id`` there is one run
        for all time: the one that has it, over or not.
        """
        run = begun(saga, project_key, dump(given), join_key, _due(1), id)
        started = self.runs.begin(run)
        if started is run:
            self._send(run)
        return started

    def answered(self, answer: Answered) -> None:
        """Move the run on; an answer to a command that it no longer waits for is dropped.

        A run stands at each place at most once, so it is still as this process left it if it still stands there.
        """
        remembered = self._moved.pop(answer.saga_id)
        if not (remembered and self._taken(remembered, answer)) and (run := self.runs.find(answer.saga_id)):
            self._taken(run, answer)

    def _taken(self, run: Run, answer: Answered) -> bool:
        """Whether the answer was waited for and the run has moved on."""
        if run.is_over or self.command_of(run) != answer.command:
            return False
        return self._move(run, self.sagas[run.saga], Outcome(answer.outcome), answer.learned, answer.refusal)

    def command_of(self, run: Run) -> str | None:
        """The name of the command that the run waits for; None when it is over."""
        waited_for = command_at(self.sagas[run.saga], run.at)
        return waited_for.__name__ if waited_for else None

    def sweep(self) -> int:
        """Send again what got no answer in time; how many runs that were."""
        count = 0
        for run in self.runs.overdue(self.sagas, SWEEP_LIMIT):
            count += 1
            try:
                if run.attempts < PATIENT_ATTEMPTS or not self.compensate(run):
                    self._send_again(run)
            except (LookupError, TypeError, ValueError, ApiError):  # it must not hold up the others
                log.exception("%s %s cannot be moved on", run.saga, run.id)
        return count

    def compensate(self, run: Run) -> bool:
        """Turn the run back without waiting for an answer; False where it cannot (or need not) be turned."""
        saga = self.sagas[run.saga]
        if after(saga, run.at, Outcome.UNKNOWN) == run.at:
            return False
        return self._move(run, saga, Outcome.UNKNOWN, {}, NO_ANSWER)

    def _move(self, run: Run, saga: Saga, outcome: Outcome, learned: Mapping[str, Any], refusal: Any) -> bool:
        to = after(saga, run.at, outcome)
        if to == run.at:  # refused where nothing may be refused any more: the sweep sends it again
            log.warning("%s was refused past its point of no return: %s", run.saga, refusal)
            return False
        next_run = moved(run, saga, to, outcome, _due(1), learned, refusal)
        while (command := next_run.command(saga)) and _is_left_out(saga, next_run.at, command):
            next_run = moved(next_run, saga, after(saga, next_run.at, Outcome.DONE), Outcome.DONE, _due(1))
        if not self.runs.move(run, next_run):
            return False
        if command:
            self._moved.put(next_run)
            self.send(command)
        else:
            self._count_end(next_run)
        return True

    def _count_end(self, run: Run) -> None:
        ENDED.labels(run.saga, run.stored["outcome"]).inc()
        DURATION.labels(run.saga).observe(run.seconds)
        if run.refusal:
            REFUSED.labels(run.saga, run.refusal["errors"][0]["code"]).inc()

    def _send_again(self, run: Run) -> None:
        SENT_AGAIN.labels(run.saga).inc()
        attempts = run.attempts + 1
        if self.runs.postpone(run, _due(attempts), parked=attempts > PATIENT_ATTEMPTS):
            self._send(run)

    def _send(self, run: Run) -> None:
        if command := run.command(self.sagas[run.saga]):
            self.send(command)


NO_ANSWER = {
    "statusCode": 503,
    "message": "A service that is needed for this did not answer in time; nothing was changed.",
    "errors": [
        {"code": "OverCapacity", "message": "A service that is needed for this did not answer in time."},
    ],
}


def _is_left_out(saga: Saga, at: Progress, command: Command) -> bool:
    return saga.steps[at.step].if_needed and command.asks_nothing


def _due(attempt: int) -> datetime:
    return now() + timedelta(seconds=PATIENCE_SECONDS[min(attempt, len(PATIENCE_SECONDS)) - 1])
