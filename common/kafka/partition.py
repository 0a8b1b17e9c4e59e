"""One partition that this worker reads: how far it is worked off, and what was read of it but not handed out."""

from confluent_kafka import TopicPartition

from common.kafka.caution import Caution, Told, told
from common.kafka.offsets import Progress

_FETCH_AHEAD_BYTES = 8 * 1024 * 1024


class Partition:
    """From its assignment until it is revoked or lost."""

    def __init__(self, progress: Progress, caution: Caution | None = None) -> None:
        self.progress = progress
        self.caution = caution  # while its records may kill this worker, as one may have killed the last
        self.waiting = 0
        self.waiting_bytes = 0
        self.paused = False
        self.committed: tuple[int, str] | None = None

    @classmethod
    def taken_over(cls, at: TopicPartition, never_read: bool) -> "Partition":
        """As its last owner's commit tells; `never_read` if it had none."""
        if at.offset < 0:
            return cls(Progress(), None if never_read else Caution({}))
        tells = Told.by(at.offset, at.metadata)
        careful = tells.deliveries or not tells.left
        return cls(Progress(at.offset, tells.finished), Caution(tells.deliveries) if careful else None)

    def opened(self) -> tuple[int, str]:
        """What to commit before anything runs; from the first offset on where nothing was read yet."""
        return self.state(leaving=False) or (0, "")

    def finish(self, offset: int) -> None:
        self.progress.finish(offset)
        if self.caution is not None:
            self.caution.finish(offset)
            if self.caution.over:
                self.caution = None

    def state(self, leaving: bool) -> tuple[int, str] | None:
        """What to commit: the base and its metadata."""
        base = self.progress.base
        if base is None:
            return None
        deliveries = self.caution.deliveries(leaving) if self.caution else {}
        return base, told(base, self.progress.metadata(), deliveries, leaving)

    def wants_to_pause(self, fetch_ahead: int) -> bool:
        if self.paused:
            return self.waiting > fetch_ahead // 2 or self.waiting_bytes > _FETCH_AHEAD_BYTES // 2
        return self.waiting >= fetch_ahead or self.waiting_bytes >= _FETCH_AHEAD_BYTES
