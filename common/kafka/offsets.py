"""How far a partition has been worked off, when tasks finish in any order.

Kafka stores one offset per partition and group: everything before it is done. So only the *base* is ever committed: the
first record that is not finished. What is finished beyond it travels in the commit's metadata, so that a restart
repeats only what was really unfinished.
"""

import base64
import binascii
import zlib
from collections import OrderedDict

_PREFIX = "f1:"
_WINDOW = (
    16_384  # offsets beyond the base that the metadata can tell about: 2 KB before compression; Kafka's limit is 4
)


class Progress:
    """The unfinished and finished offsets of one partition during one assignment."""

    def __init__(self, base: int | None = None, finished: frozenset[int] = frozenset()) -> None:
        self._base = base
        self._next = base
        self._unfinished: OrderedDict[int, int] = OrderedDict()  # offset → timestamp; ascending as read
        self._finished = set(finished)
        self._pruned_at = base

    def receive(self, offset: int, timestamp_ms: int) -> bool:
        """Note that a record was read; False if it was finished (or read) before and must not run again."""
        if self._next is not None and offset < self._next:
            return False
        self._next = offset + 1
        if offset in self._finished:
            return False
        self._unfinished[offset] = timestamp_ms
        return True

    def finish(self, offset: int) -> None:
        if self._unfinished.pop(offset, None) is not None:
            self._finished.add(offset)

    @property
    def base(self) -> int | None:
        """The offset to commit; offsets that never arrive (compacted, aborted) do not hold it back."""
        return next(iter(self._unfinished)) if self._unfinished else self._next

    @property
    def oldest_unfinished_ms(self) -> int | None:
        return next(iter(self._unfinished.values()), None)

    def metadata(self) -> str:
        """The finished offsets beyond the base, as text for the commit."""
        base = self.base
        if base is None:
            return ""
        if base != self._pruned_at:
            self._pruned_at = base
            self._finished = {offset for offset in self._finished if offset > base}
        return encode(base, self._finished) if self._finished else ""


def encode(base: int, finished: set[int] | frozenset[int]) -> str:
    bits = bytearray(_WINDOW // 8)
    for offset in finished:
        place = offset - base
        if 0 <= place < _WINDOW:
            bits[place >> 3] |= 1 << (place & 7)
    packed = zlib.compress(bits.rstrip(b"\0"), 6)
    return _PREFIX + base64.b64encode(packed).decode()


def decode(base: int, metadata: str | None) -> frozenset[int]:
    """The finished offsets a commit told of; none if it was written by something else."""
    if not metadata or not metadata.startswith(_PREFIX):
        return frozenset()
    try:
        bits = int.from_bytes(zlib.decompress(base64.b64decode(metadata.removeprefix(_PREFIX))), "little")
    except (binascii.Error, zlib.error, ValueError):
        return frozenset()
    return frozenset(base + place for place in range(bits.bit_length()) if bits >> place & 1)
