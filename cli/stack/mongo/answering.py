"""No reply tells of what is not on disk.

SecantusDB writes its log to disk for each commit while the whole collection waits; here, as in MongoDB, that happens
once for all commands that are about to be answered. Reads wait for it too, so nothing is known to anybody that a kill
could undo.

SPDX-License-Identifier: GPL-2.0-only
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import gevent
from gevent.event import AsyncResult
from secantus.storage import Storage

WAITING = {"hello", "isMaster", "ismaster", "getMore"}
"""Commands that may wait for something to happen."""
Dispatch = Callable[[Mapping[str, Any], Any], Mapping[str, Any]]


class FlushedTogether(Storage):
    """Commits to memory; ``flush`` brings to disk what anybody committed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._unflushed = False
        self._flushing: AsyncResult | None = None
        super().__init__(*args, **kwargs)

    @contextmanager
    def _batch_transaction(self, *, sync: bool = False) -> Iterator[Any]:
        with super()._batch_transaction(sync=sync) as session:
            yield session
        self._unflushed = True

    def flush(self) -> None:
        """Who comes first lets all others go on who can, and then goes to the disk for all of them."""
        if self._flushing is not None:
            self._flushing.get()
        elif self._unflushed:
            self._flushing = flushing = AsyncResult()
            gevent.sleep(0)
            self._unflushed, self._flushing = False, None
            try:
                flushing.set(self._session().log_flush("sync=on"))
            except BaseException as failure:  # nobody's write is known to be on disk then
                flushing.set_exception(failure)
                raise


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


def answering(dispatch: Dispatch, turn_begins: Callable[[], None]) -> Dispatch:
    """``commands.dispatch``, whose answers are on disk."""

    def answered(asked: Mapping[str, Any], context: Any) -> Mapping[str, Any]:
        turn_begins()
        reply = dispatch(asked, context)
        if not asked.keys() & WAITING:
            context.storage.flush()
        return reply

    return answered
