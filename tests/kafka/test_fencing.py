"""A static member that Kafka takes for an older one is fenced: whoever lives must come back, and not read on in vain.

So it goes when a broker is killed that has not written down yet who the member is now (seen in tests/chaos); here,
somebody else takes the name for a moment.
"""

import pytest
from confluent_kafka import Consumer

from tests.kafka.conftest import Lab
from tests.support.waiting import wait_until


def take_the_name(lab: Lab, worker: str) -> None:
    """Join as this member, then leave no trace but its number."""
    config = {
        "bootstrap.servers": lab.bootstrap_servers,
        "group.id": f"group-{lab.queue}",
        "group.instance.id": f"{lab.queue}-{worker}",
        "partition.assignment.strategy": "cooperative-sticky",
        "session.timeout.ms": 6000,
    }
    impostor = Consumer(config)
    impostor.subscribe([lab.queue])
    wait_until(lambda: [impostor.poll(0.1), impostor.assignment()][1], 30, of="the impostor reading")
    impostor.close()


@pytest.mark.timeout(180)
@pytest.mark.parametrize("pool", ["threads", "prefork"])
def test_a_fenced_worker_comes_back(lab: Lab, pool: str) -> None:
    worker = lab.worker(pool=pool)
    lab.send("run_for", 1, 0)
    lab.wait_for([1])
    take_the_name(lab, worker.name)
    for number in range(2, 12):
        lab.send("run_for", number, 0)
    lab.wait_for(range(2, 12), timeout_seconds=90)
    assert worker.process.poll() is None


@pytest.mark.apache
def test_a_worker_whose_group_refuses_it_says_why(lab: Lab) -> None:
    """It would read nothing, and look well."""
    lab.options = {"session_timeout": 1}  # brokers take no less than six
    worker = lab.worker(pool="threads")
    wanted = "Kafka refuses this consumer: JoinGroup failed: Broker: Invalid session timeout"
    wait_until(lambda: wanted in worker.log.read_text(), 20)
