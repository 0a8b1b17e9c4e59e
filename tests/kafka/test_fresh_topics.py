"""A topic that several processes make at the same moment is there for each of them once it has seen to it."""

import threading
import uuid
from concurrent.futures import Future, ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from confluent_kafka import KafkaError, KafkaException

from common.kafka.errors import KafkaUnavailable
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


@pytest.mark.parametrize("passing", [KafkaError.UNKNOWN_LEADER_EPOCH, KafkaError.NOT_LEADER_FOR_PARTITION])
def test_a_question_is_asked_again_while_leaders_change(passing: int) -> None:
    """Or a worker that begins to listen then would start over, five times in a second."""
    topics = Topics(options_of("kafka://127.0.0.1:1", {}, None, None))
    failures: list[int] = [passing, passing]

    def list_offsets(wanted: Any) -> dict[Any, Future[Any]]:
        answers: dict[Any, Future[Any]] = {at: Future() for at in wanted}
        for answer in answers.values():
            if failures:
                answer.set_exception(KafkaException(KafkaError(failures.pop())))
            else:
                answer.set_result(SimpleNamespace(offset=7))
        return answers

    topics.native = SimpleNamespace(list_offsets=list_offsets)
    assert topics.ends([("queue", 0)]) == {("queue", 0): 7}
    failures.append(KafkaError.TOPIC_AUTHORIZATION_FAILED)
    with pytest.raises(KafkaUnavailable, match="Kafka answered TOPIC_AUTHORIZATION_FAILED"):
        topics.ends([("queue", 0)])
