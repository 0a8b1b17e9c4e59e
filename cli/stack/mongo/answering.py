"""Commands take turns, and no reply tells of what is not on disk.

Threads that all want the interpreter lose a third of their time handing it over. And SecantusDB writes its log to disk
for each commit while the whole collection waits; here, as in MongoDB, that happens once for all commands that are
about to be answered. Reads wait for it too, so nothing is known to anybody that a kill could undo.

SPDX-License-Identifier: GPL-2.0-only
"""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from secantus.storage import Storage

AT_ONCE = 3
"""Commands that may run: of one that waits for the disk or a lock, the next makes use."""
WAITING = {"hello", "isMaster", "ismaster", "getMore"}
"""Commands that may wait for something to happen."""
Dispatch = Callable[[Mapping[str, Any], Any], Mapping[str, Any]]


class FlushedTogether(Storage):
    """Commits to memory; ``flush`` brings to disk what this thread, or anybody before, committed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._commits = self._flushed = 0
        self._counting, self._flushing = threading.Lock(), threading.Lock()
        super().__init__(*args, **kwargs)

    @contextmanager
    def _batch_transaction(self, *, sync: bool = False) -> Iterator[Any]:
        with super()._batch_transaction(sync=sync) as session:
            yield session
        with self._counting:
            self._commits += 1

    def flush(self) -> None:
        """Whoever comes while the disk is busy goes with the next, who is one for all of them."""
        seen = self._commits
        if self._flushed >= seen:
            return
        with self._flushing:
            if self._flushed < seen:
                covered = self._commits
                self._session().log_flush("sync=on")
                self._flushed = covered


class _Unflushed:
    """A session that commits to memory."""

    def __init__(self, session: Any) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def commit_transaction(self, _: str | None = None) -> Any:
        return self._session.commit_transaction("sync=off")


def committing(commit: Callable[[Any, bool], None]) -> Callable[[Any, bool], None]:
    """``storage._commit_batch_transaction``, which leaves the disk to ``flush``."""
    return lambda session, sync: commit(_Unflushed(session), sync)


def answering(dispatch: Dispatch) -> Dispatch:
    """``commands.dispatch``, some at once, and what they answer is on disk."""
    turns = threading.BoundedSemaphore(AT_ONCE)

    def answered(asked: Mapping[str, Any], context: Any) -> Mapping[str, Any]:
        if asked.keys() & WAITING:
            return dispatch(asked, context)
        with turns:
            reply = dispatch(asked, context)
        context.storage.flush()
        return reply

    return answered
