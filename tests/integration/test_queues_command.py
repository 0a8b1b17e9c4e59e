"""`ms-commerce queues` on a broker of its own: what waits, what is set aside, and what is not as configured."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from confluent_kafka.admin import AdminClient, NewTopic

from cli.topics import QUIET
from common.celery.app import make_celery
from common.kafka.operators import topics_of
from common.kafka.producer import producer_for
from common.kafka.records import Record
from tests.conftest import BROKERS
from tests.support.servers import Server
from tests.support.stack import COMMAND


@pytest.fixture
def own_broker(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    server = BROKERS[request.config.getoption("--broker")](tmp_path)
    yield server
    server.process.kill()


def ask(server: Server, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"KAFKA_BOOTSTRAP_SERVERS": server.url, "COLUMNS": "200"}
    return subprocess.run(
        [COMMAND, *arguments], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def queue_in(answer: subprocess.CompletedProcess[str], name: str) -> dict[str, Any]:
    [found] = [queue for queue in json.loads(answer.stdout)["queues"] if queue["name"] == name]
    return dict(found)


def test_queues_tells_lag_dead_letters_and_differences(own_broker: Server) -> None:
    admin = AdminClient({"bootstrap.servers": own_broker.url})
    admin.create_topics([NewTopic("cart", 3, 1)])["cart"].result()

    missing = ask(own_broker, "queues")
    assert missing.returncode == 1
    assert "Topic product does not exist." in missing.stdout

    ask(own_broker, "topics")
    celery = make_celery("product")
    celery.conf.broker_url = f"kafka://{own_broker.url}"
    celery.conf.broker_transport_options |= QUIET
    options = topics_of(celery).options
    for record in (Record("product.events", b"{}"), Record("product.dlt", b"{}")):
        producer_for(options).send(record)

    answer = ask(own_broker, "queues", "--json")
    assert answer.returncode == 1
    [difference] = json.loads(answer.stdout)["differences"]
    assert difference.startswith("Topic cart has 3 partitions and replication factor 1, but 6 and 1")
    assert queue_in(answer, "product")["dead_letters"] == 1
    events = queue_in(answer, "product.events")
    assert events["partitions"] == events["configured_partitions"] == 6
    heard = {backlog["group"]: (backlog["lag"], backlog["consumers"]) for backlog in events["backlogs"]}
    assert heard == {"worker-account": (1, []), "worker-cart": (1, []), "worker-order": (1, [])}

    replayed = ask(own_broker, "dead-letters", "replay", "product")
    assert (replayed.returncode, replayed.stdout) == (0, "replayed 0\n"), "it never was a task"

    for_people = ask(own_broker, "queues").stdout
    assert "3, not 6" in for_people
    assert "nobody" in for_people
