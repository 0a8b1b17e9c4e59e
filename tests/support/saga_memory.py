"""The stores of a saga in this process's memory: for thousands of runs of the pure decision."""

from collections.abc import Iterable
from datetime import datetime

from common.contracts.answered import Answered
from common.sagas.receivers import CLOSED
from common.sagas.run import Run
from tests.support.saga_world import Mark


class MemoryAnswers:
    def __init__(self) -> None:
        self.stored: dict[tuple[str, str], Answered] = {}

    def of(self, saga_id: str, command: str) -> Answered | None:
        return self.stored.get((saga_id, command))

    def decide(self, answer: Answered) -> Answered:
        return self.stored.setdefault((answer.saga_id, answer.command), answer)

    def close(self, saga_id: str, command: str) -> None:
        self.stored[saga_id, command] = Answered(saga_id, command, "refused", refusal=CLOSED)


class MemoryRuns:
    """All runs are always overdue: time passes as fast as the test wants."""

    def __init__(self) -> None:
        self.stored: dict[str, Run] = {}

    def begin(self, run: Run) -> Run:
        self.stored[run.id] = run
        return run

    def find(self, saga_id: str) -> Run | None:
        return self.stored.get(saga_id)

    def move(self, before: Run, after: Run) -> bool:
        now = self.stored[before.id]
        if now.is_over or now.at != before.at:
            return False
        self.stored[before.id] = after
        return True

    def overdue(self, sagas: Iterable[str], limit: int) -> Iterable[Run]:
        return [run for run in self.stored.values() if not run.is_over]

    def postpone(self, run: Run, due_at: datetime, *, parked: bool) -> bool:
        now = self.stored[run.id]
        if now.is_over or now.at != run.at or now.attempts != run.attempts:
            return False
        self.stored[run.id] = Run({**now.stored, "attempts": run.attempts + 1})
        return True


class MemoryStores:
    def __init__(self) -> None:
        self.runs, self.answers = MemoryRuns(), MemoryAnswers()
        self.effects: dict[tuple[str, str, int], str] = {}

    def mark(self, saga_id: str, command: str, part: int, by: str) -> str:
        return self.effects.setdefault((saga_id, command, part), by)

    def unmark(self, saga_id: str, command: str, part: int, by: str) -> bool:
        if self.effects.get((saga_id, command, part)) != by:
            return False
        del self.effects[saga_id, command, part]
        return True

    def marks(self, saga_id: str) -> list[Mark]:
        return [Mark(command, part, by) for (saga, command, part), by in self.effects.items() if saga == saga_id]
