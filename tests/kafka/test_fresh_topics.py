"""A topic that several processes make at the same moment is there for each of them once it has seen to it."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

from common.kafka.options import options_of
from common.kafka.topics import Topics
from tests.kafka.conftest import Lab

MAKERS, TOPICS = 8, 12


def test_whoever_comes_second_finds_the_partitions_too(lab: Lab) -> None:
    options = options_of(f"kafka://{lab.bootstrap_servers}", {}, None, None)
    makers = [Topics(options) for _ in range(MAKERS)]
    together = threading.Barrier(MAKERS)

    def make(maker: Topics, topic: str) -> int:
        together.wait()
        maker.ensure(topic)
        return len(maker.partitions(topic))

    with ThreadPoolExecutor(MAKERS) as pool:
        for _ in range(TOPICS):
            topic = f"fresh-{uuid.uuid4().hex}"
            assert min(pool.map(make, makers, [topic] * MAKERS)) > 0
