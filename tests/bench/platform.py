"""A stack to be measured, with data of its own, on the broker that is asked for; nothing of it is left behind."""

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.apache_kafka import apache_kafka
from tests.support.stack import Stack


@contextmanager
def platform(broker: str) -> Iterator[Stack]:
    """``broker`` is ``embedded`` or ``apache``. SIGTERM ends all of it, too."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        kafka = apache_kafka(Path(folder) / "kafka") if broker == "apache" else None
        environment = {"LOG_LEVEL": "WARNING"} | ({"KAFKA_BOOTSTRAP_SERVERS": kafka.url} if kafka else {})
        stack = Stack(Path(folder) / "var", environment)
        try:
            stack.start()
            yield stack
        finally:
            stack.stop()
            if kafka:
                kafka.process.stop()
