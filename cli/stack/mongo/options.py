"""The options of collections, read once.

SecantusDB reads them several times per operation, and with each command whether its database is being profiled. They
are written when a collection is made, if ever.

SPDX-License-Identifier: GPL-2.0-only
"""

from collections.abc import Mapping
from typing import Any

from cli.stack.mongo.descriptions import DescribedOnce

Options = dict[str, Any]


class OptionsOnce(DescribedOnce):
    """Remembers the options of collections that are there; whether one is there, only a transaction itself knows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._options: dict[tuple[str, str], Options] = {}
        self._profiles: dict[str, Options] = {}
        super().__init__(*args, **kwargs)

    def _coll_options(self, db: str, coll: str) -> Options | None:
        known = self._options.get((db, coll))
        if known is None:
            known = super()._coll_options(db, coll)
            if known is None:
                return None
            if not self._within_transaction:
                self._options[db, coll] = known
        return dict(known)  # some change what they are given, and write that

    def _write_coll_options(self, db: str, coll: str, opts: Mapping[str, Any]) -> None:
        super()._write_coll_options(db, coll, opts)
        self._options.pop((db, coll), None)

    def _forget(self) -> None:
        super()._forget()
        self._options.clear()

    def get_profile(self, db: str) -> Options:
        known = self._profiles.get(db)
        if known is None:
            known = self._profiles[db] = super().get_profile(db)
        return dict(known)

    def set_profile(self, db: str, *args: Any, **kwargs: Any) -> None:
        super().set_profile(db, *args, **kwargs)
        self._profiles.clear()
