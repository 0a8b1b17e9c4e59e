"""What was found out about a collection, which holds until something is written to it.

SPDX-License-Identifier: GPL-2.0-only
"""

import threading
from collections import Counter, OrderedDict
from typing import Any

from cli.stack.mongo.descriptions import DescribedOnce

MOST = 1000
"""Answers that are remembered."""
Place = tuple[str, str]
"""A database and a collection."""


class Answers:
    """Of all threads. Who looks for one says how many ``writes`` there were before it began to look."""

    def __init__(self) -> None:
        self._writes: Counter[Place] = Counter()
        self._known: OrderedDict[tuple[Place, bytes], tuple[int, Any]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, place: Place, question: bytes) -> tuple[int, Any]:
        """The writes so far, and the answer, None where there is none."""
        with self._lock:
            writes = self._writes[place]
            known = self._known.get((place, question))
        return writes, known[1] if known and known[0] == writes else None

    def keep(self, place: Place, question: bytes, writes: int, answer: Any) -> None:
        """If something was written since, it is no answer any more."""
        with self._lock:
            self._known[place, question] = writes, answer
            self._known.move_to_end((place, question))
            while len(self._known) > MOST:
                self._known.popitem(last=False)

    def written(self, places: set[Place]) -> None:
        with self._lock:
            self._writes.update(places)

    def forget(self) -> None:
        with self._lock:
            self._known.clear()


class KnowsWrites(DescribedOnce):
    """Knows when something was written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._answers = Answers()
        super().__init__(*args, **kwargs)

    def _note_write(self, db: str, coll: str) -> None:
        super()._note_write(db, coll)
        self._tls.writes_to = db, coll

    def _transaction_over(self) -> None:
        super()._transaction_over()
        if place := getattr(self._tls, "writes_to", None):
            self._answers.written({place})

    def commit_user_transaction(self, handle: Any, **kwargs: Any) -> Any:
        try:
            return super().commit_user_transaction(handle, **kwargs)
        finally:
            self._answers.written(set(handle.written))

    def _forget(self) -> None:
        super()._forget()
        self._answers.forget()
