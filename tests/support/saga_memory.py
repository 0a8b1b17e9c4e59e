"""The stores of a saga in this process's memory: for thousands of runs of the pure decision."""

from collections.abc import Iterable
from datetime import datetime

from common.contracts.answered import Answered
from common.sagas.run import Run


class MemoryAnswers:
    def __init__(self) -> None:
        self.stored: dict[tuple[str, str], Answered] = {}

    def of(self, saga_id: str, command: str) -> Answered | None:
        return self.stored.get((saga_id, command))

    def decide(self, answer: Answered) -> Answered:
        return self.stored.setdefault((answer.saga_id, answer.command), answer)


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
        self.effects: set[tuple[str, str, int]] = set()

    def mark(self, saga_id: str, command: str, part: int) -> None:
        self.effects.add((saga_id, command, part))

    def unmark(self, saga_id: str, command: str) -> None:
        self.effects -= {effect for effect in self.effects if effect[:2] == (saga_id, command)}

    def marks(self, saga_id: str) -> list[str]:
        return [command for saga, command, _ in self.effects if saga == saga_id]
