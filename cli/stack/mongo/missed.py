"""What SecantusDB does not find, though it is there.

- The upper end of a range: an index of several fields has more bytes after the one that a range is of, and they were
  taken for something above the end. ``createdAt <= x`` did not find what was created at x.
- What a partial index on ``(projectKey, key)`` holds, for who asks by the key alone: it was looked for at the index's
  beginning, where projects are.
- What begins like another text, by a descending index: bytes turned round still put ``""`` before ``"a"``. So no range
  is looked up in one, and no page walks it (``walking``); nothing here declares any.

SPDX-License-Identifier: GPL-2.0-only
"""

from collections.abc import Mapping
from typing import Any

from secantus.sortkey import COMPOUND_SEP
from secantus.storage import Storage

DESCENDING = -1
WHATEVER_FOLLOWS = COMPOUND_SEP + b"\xff" * 9


class NothingMissed(Storage):
    """Reads more where that is needed; what is too much is sorted out by the filter, as always."""

    def _range_scan_index(
        self,
        db: str,
        coll: str,
        name: str,
        lower: bytes | None,
        lower_inclusive: bool,
        upper: bytes | None,
        upper_inclusive: bool,
        **prefix: Any,
    ) -> list[int]:
        if prefix and upper is not None and upper_inclusive:
            upper += WHATEVER_FOLLOWS
        found = super()._range_scan_index(db, coll, name, lower, lower_inclusive, upper, upper_inclusive, **prefix)
        return list(found)

    def _pick_compound_range_index(self, db: str, coll: str, filter: Mapping[str, Any], **how: Any) -> Any:
        """The field that the range is of is the one after those with a value."""
        picked = super()._pick_compound_range_index(db, coll, filter, **how)
        return None if picked and list(picked[1].values())[len(filter) - 1] == DESCENDING else picked

    def _find_leading_field_index(self, *where: Any, **how: Any) -> Any:
        found = super()._find_leading_field_index(*where, **how)
        return None if found and found[1] == DESCENDING else found

    def _try_compound_eq_id_keys(self, db: str, coll: str, filter: Mapping[str, Any], **how: Any) -> Any:
        if picked := self._pick_compound_eq_index(db, coll, filter, **how):
            known = [field in filter for field in picked[1]]
            if known != sorted(known, reverse=True):  # it does not begin with them
                return None
        return super()._try_compound_eq_id_keys(db, coll, filter, **how)
