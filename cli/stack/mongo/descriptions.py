"""The descriptions of indexes, read once.

SecantusDB reads them from its catalogue, and decodes them, up to ten times per operation: that was four fifths of the
time of a read.

SPDX-License-Identifier: GPL-2.0-only
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from secantus.storage import Storage, UserTransactionHandle

Description = tuple[str, dict[str, Any], dict[str, Any]]
"""Name, key and options of an index."""
P = ParamSpec("P")
T = TypeVar("T")


class Descriptions:
    """What is known of each collection, by all threads."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[Description, ...]] = {}
        self._changes = 0
        self._lock = threading.Lock()

    def of(self, db: str, coll: str, committed: Callable[[], Iterable[Description]]) -> tuple[Description, ...]:
        """``committed`` reads what holds now; if something changes meanwhile, that is not remembered."""
        if (known := self._known.get((db, coll))) is not None:
            return known
        before = self._changes
        found = tuple(committed())
        with self._lock:
            if before == self._changes:
                self._known[db, coll] = found
        return found

    def forget(self) -> None:
        """Some index is another now. That is rare, so nothing is kept."""
        with self._lock:
            self._changes += 1
            self._known.clear()


def _changing(
    method: Callable[Concatenate[Any, str, str, P], T],
) -> Callable[Concatenate[Any, str, str, P], T]:
    """Nobody may write to the collection between the change and when it is known, or an entry would be missing."""

    @wraps(method)
    def forgetting(self: "DescribedOnce", db: str, coll: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self._coll_lock(db, coll), self._changing_indexes():
            return method(self, db, coll, *args, **kwargs)

    return forgetting


class DescribedOnce(Storage):
    """Remembers what indexes there are."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._descriptions = Descriptions()
        self._describing: set[UserTransactionHandle] = set()
        """Transactions that have changed a description, which others see once they are committed."""
        super().__init__(*args, **kwargs)

    @property
    def _sees_its_own(self) -> bool:
        """Within a transaction, of which others know nothing yet."""
        return getattr(self._tls, "user_txn", None) is not None

    @property
    def _within_transaction(self) -> bool:
        return self._sees_its_own or getattr(self._tls, "in_transaction", False)

    def _iter_indexes(self, db: str, coll: str) -> tuple[Description, ...]:
        if getattr(self._tls, "changes_indexes", False) or getattr(self._tls, "user_txn", None) in self._describing:
            return tuple(super()._iter_indexes(db, coll))
        return self._descriptions.of(db, coll, lambda: self._committed_indexes(db, coll))

    def _committed_indexes(self, db: str, coll: str) -> tuple[Description, ...]:
        with self._committed_read_scope():
            return tuple(super()._iter_indexes(db, coll))

    @contextmanager
    def _changing_indexes(self) -> Iterator[None]:
        """Around what makes, changes or drops indexes, collections or databases."""
        self._note_change()
        try:
            yield
        finally:
            self._tls.changes_indexes = False
            self._forget()

    def _forget(self) -> None:
        """Of what is dropped, renamed or changed, nothing that is remembered holds."""
        self._descriptions.forget()

    create_index = _changing(Storage.create_index)
    drop_index = _changing(Storage.drop_index)
    drop_all_indexes = _changing(Storage.drop_all_indexes)
    set_index_expiry = _changing(Storage.set_index_expiry)
    set_index_options = _changing(Storage.set_index_options)
    drop_collection = _changing(Storage.drop_collection)

    def drop_database(self, *args: Any, **kwargs: Any) -> Any:
        with self._changing_indexes():
            return super().drop_database(*args, **kwargs)

    def rename_collection(self, *args: Any, **kwargs: Any) -> Any:
        with self._changing_indexes():
            return super().rename_collection(*args, **kwargs)

    def _maybe_mark_multikey(
        self,
        db: str,
        coll: str,
        doc: Mapping[str, Any],
        indexes: Any,
        already_multikey: set[str],
    ) -> set[str]:
        """The first array in an index is noted in its description, by the transaction that writes it."""
        known = set(already_multikey)
        marked: set[str] = super()._maybe_mark_multikey(db, coll, doc, indexes, already_multikey)
        if marked != known:
            self._note_change()
        return marked

    def _note_change(self) -> None:
        self._tls.changes_indexes = True
        if self._sees_its_own:
            self._describing.add(self._tls.user_txn)

    def _close_user_txn_session(self, handle: UserTransactionHandle) -> None:
        """Committed or not, it is over."""
        super()._close_user_txn_session(handle)
        if handle in self._describing:
            self._describing.discard(handle)
            self._descriptions.forget()

    @contextmanager
    def _batch_transaction(self, *, sync: bool = False) -> Iterator[Any]:
        self._tls.in_transaction = True
        try:
            with super()._batch_transaction(sync=sync) as session:
                yield session
        finally:
            self._transaction_over()

    def _transaction_over(self) -> None:
        """Whatever this thread wrote can be read from now on."""
        self._tls.in_transaction = False
        if getattr(self._tls, "changes_indexes", False):
            self._tls.changes_indexes = False
            self._descriptions.forget()
