"""What a stack does while it runs: keep the laptop's log short, and mend what its broker lost when it was killed."""

import subprocess
import time

from rich.console import Console

from cli.stack.supervisor import Supervisor
from cli.stack.trim import trim
from cli.topics import create_topics, topics_of
from common.kafka.errors import KafkaUnavailable
from common.services import Table
from common.settings import Settings

TRIM_EVERY_SECONDS = 10.0


class Housekeeping:
    def __init__(self, table: Table, here: Settings, supervisor: Supervisor, environment: dict[str, str]) -> None:
        self._table, self._here, self._supervisor = table, here, supervisor
        self._environment = environment
        self._mark = here.data_dir / "kafka-in-use"
        self._log_is_short = False
        """The broker lost the end of its log: replicas may have missed events."""
        self._kafka_starts = 1

    def look_at_log(self) -> None:
        """An embedded broker that did not end well last time has left its mark."""
        if self._here.embedded_kafka:
            self._log_is_short = self._mark.exists()
            self._mark.touch()

    def ended_well(self) -> None:
        """The stack has stopped; the broker's log is whole if it ended of itself."""
        kafka = self._supervisor.processes.get("kafka")
        if kafka is not None and kafka.code == 0 and not self._log_is_short:
            self._mark.unlink(missing_ok=True)

    def mend_replicas(self) -> None:
        """Have every service read its replicas anew from their owners, if events were lost."""
        if not self._log_is_short:
            return
        Console().print("the broker lost the end of its log: reading all replicas anew from their owners")
        command = ["ms-commerce", "replicas", "rebuild"]
        mended = subprocess.run(command, env=self._environment, capture_output=True, text=True, check=False)
        if mended.returncode:
            Console(stderr=True).print(f"That failed: {mended.stderr.strip()[-1000:]}", markup=False)
        else:
            self._log_is_short = False

    def keep(self) -> None:
        """Until interrupted."""
        trim_at = time.monotonic()
        while True:
            time.sleep(1)
            if not self._here.embedded_kafka:
                continue
            try:
                if self._kafka_starts != (starts := self._supervisor.processes["kafka"].starts):
                    create_topics(self._table)
                    self._kafka_starts, self._log_is_short = starts, True
                self.mend_replicas()
                if time.monotonic() - trim_at > TRIM_EVERY_SECONDS:
                    trim(topics_of(self._table), self._table)
                    trim_at = time.monotonic()
            except KafkaUnavailable:
                continue  # it is being started again; we look in a second
