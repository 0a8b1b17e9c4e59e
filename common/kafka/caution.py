"""Tasks that kill their whole worker: nobody is left to count, so who may be the next to die counts before.

A member that gives a partition up says so in the commit's metadata (`left`). Where that word is missing, the last
owner died, maybe of a task. The next owner then writes the first records down in the metadata, each with how often it
was written down, and hands them out once that is in Kafka: what its successor finds written down and unfinished was
there when a worker died. From the second time on such a record runs alone, so that it takes no neighbour with it; after
`max_redeliveries` it is a dead letter. What waits in a worker for its ETA, or there behind one of its key that does,
killed nobody, and is not counted.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from common.kafka.offsets import decode
from common.kafka.records import Received

_LOT = 64  # records written down with one commit; as text they take a quarter of the metadata's 4 KB
_ENOUGH = 1000  # handed out: whatever killed the last owner was not further away than this
_ALONE_FROM = 2


@dataclass(frozen=True)
class Told:
    """What the metadata of a commit says."""

    finished: frozenset[int] = frozenset()
    deliveries: Mapping[int, int] = field(default_factory=dict)
    left: bool = False

    @classmethod
    def by(cls, base: int, metadata: str | None) -> "Told":
        finished, *more = (metadata or "").split("|")
        deliveries: dict[int, int] = {}
        for part in more:
            for pair in part.split(","):
                place, colon, count = pair.partition(":")
                if colon and place.isdecimal() and count.isdecimal():
                    deliveries[base + int(place)] = int(count)
        done = decode(base, finished)
        unfinished = {offset: count for offset, count in deliveries.items() if offset not in done}
        return cls(done, unfinished, "left" in more)


def told(base: int, finished: str, deliveries: Mapping[int, int], left: bool) -> str:
    """The metadata of a commit."""
    counts = ",".join(f"{offset - base}:{count}" for offset, count in sorted(deliveries.items()) if offset >= base)
    return "|".join([finished, *([counts] if counts else []), *(["left"] if left else [])])


class Caution:
    """One partition's records that wait to be written down before they run."""

    def __init__(self, deliveries: Mapping[int, int]) -> None:
        self._counts = dict(deliveries)
        self._waiting: deque[Received] = deque()
        self._lot: list[Received] = []  # written into a commit that is not confirmed
        self._counted: set[int] = set()  # by this owner
        self._later: dict[int, Received] = {}  # handed out before its time
        self._passed = 0

    def add(self, received: Received) -> None:
        """Let it wait; it comes out with its deaths counted as redeliveries."""
        deaths = self._counts.get(received.offset, 0)
        if deaths:
            record = received.record.at(received.topic, redeliveries=received.redeliveries + deaths)
            received = replace(received, record=record)
        self._waiting.append(received)

    @property
    def suspect(self) -> Received | None:
        """The next record, if it must run alone."""
        return self._waiting[0] if self._waiting and self._is_suspect(self._waiting[0]) else None

    def write_down(self) -> None:
        """Choose what the next commit is to tell of."""
        if self._lot or not self._waiting:
            return
        self._lot.append(self._waiting.popleft())
        if not self._is_suspect(self._lot[0]):
            while self._waiting and self.suspect is None and len(self._lot) < _LOT:
                self._lot.append(self._waiting.popleft())
        for received in self._lot:
            if self._has_time(received):
                self._later[received.offset] = received
            else:
                self._counts[received.offset] = self._counts.get(received.offset, 0) + 1
                self._counted.add(received.offset)

    def _is_suspect(self, received: Received) -> bool:
        return self._counts.get(received.offset, 0) >= _ALONE_FROM and not self._has_time(received)

    def _has_time(self, received: Received) -> bool:
        """Whether it begins later: its ETA is still to come, or that of one of its key which goes first."""
        key = received.record.key
        return received.is_for_later or (
            key is not None and any(each.record.key == key and each.is_for_later for each in self._later.values())
        )

    def confirm(self) -> list[Received]:
        """What is written down and may be handed out."""
        lot, self._lot = self._lot, []
        self._passed += len(lot)
        return lot

    def finish(self, offset: int) -> None:
        self._counts.pop(offset, None)
        self._counted.discard(offset)
        self._later.pop(offset, None)

    def deliveries(self, leaving: bool = False) -> dict[int, int]:
        """How often each unfinished record was written down; who leaves alive takes back what it wrote."""
        if not leaving:
            return self._counts
        counts = {offset: count - (offset in self._counted) for offset, count in self._counts.items()}
        return {offset: count for offset, count in counts.items() if count}

    @property
    def over(self) -> bool:
        return self._passed >= _ENOUGH and not (self._waiting or self._lot or self._counts)
