"""Keys of WiredTiger's tables as bytes, and back.

WiredTiger's Python reads the format anew, letter by letter, for each key and value: a third of what a walk over an
index took. SecantusDB's tables have few formats: strings, then bytes or a number. For these it is one ``join`` or
one ``split``; all else is WiredTiger's own affair.

SPDX-License-Identifier: GPL-2.0-only
"""

import re
import sys
from functools import cache
from typing import Any

from wiredtiger import Cursor
from wiredtiger.intpacking import pack_int, unpack_int

binding = sys.modules[Cursor.__module__]
their_pack, their_unpack = binding.pack, binding.unpack
STRINGS_FIRST = re.compile(r"(S*)([uq]?)")


@cache
def _form(format: str) -> tuple[int, str] | None:
    """How many strings, and what comes last; None for another form."""
    found = STRINGS_FIRST.fullmatch(format)
    return (len(found[1]), found[2]) if found else None


def install() -> None:
    """Have WiredTiger's Python use it."""
    binding.pack, binding.unpack = pack, unpack  # type: ignore[attr-defined]


def pack(format: str, *values: Any) -> bytes:
    form = _form(format)
    if form is None or len(values) != form[0] + len(form[1]):
        return bytes(their_pack(format, *values))
    strings, last = form
    if strings:
        text = "\0".join(values[:strings]) + "\0"
        if text.count("\0") != strings:  # a string ends at its first NUL
            return bytes(their_pack(format, *values))
        start = text.encode()
    else:
        start = b""
    if last == "u" and type(values[-1]) is not bytes:
        return bytes(their_pack(format, *values))
    return start + (values[-1] if last == "u" else pack_int(values[-1]) if last else b"")


def unpack(format: str, packed: bytes | None) -> list[Any]:
    form = _form(format)
    if form is None or packed is None:
        return list(their_unpack(format, packed))
    strings, last = form
    if not strings:
        return [packed if last == "u" else unpack_int(packed)[0]]
    *texts, rest = packed.split(b"\0", strings)
    values: list[Any] = [text.decode() for text in texts]
    if last:
        values.append(rest if last == "u" else unpack_int(rest)[0])
    return values
