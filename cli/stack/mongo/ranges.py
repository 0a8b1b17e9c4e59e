"""Ranges that include their upper end.

An index of several fields has more bytes after the one that a range is of, and SecantusDB takes those for something
above the end: ``createdAt <= x`` did not find what was created at x.

SPDX-License-Identifier: GPL-2.0-only
"""

from typing import Any

from secantus.sortkey import COMPOUND_SEP
from secantus.storage import Storage

WHATEVER_FOLLOWS = COMPOUND_SEP + b"\xff" * 9


class WholeRanges(Storage):
    """Reads on to the last entry of the end; what that brings too much is sorted out by the filter, as always."""

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
