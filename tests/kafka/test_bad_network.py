"""Between worker and broker a network that is slow, breaks, and goes silent: what was promised runs all the same."""

import os
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from common.kafka.errors import KafkaUnavailable
from tests.kafka.conftest import Lab, wait_for_more
from tests.support.apache_kafka import apache_kafka, properties
from tests.support.bad_network import BadNetwork
from tests.support.process import free_port
from tests.support.waiting import wait_until

TASKS = int(os.environ.get("SOAK_TASKS", "2000"))
CALLERS, CONCURRENCY, PREFETCH, PARTITIONS, FETCH_AHEAD = 8, 4, 2, 4, 20


@pytest.fixture
def far_away(tmp_path: Path) -> Iterator[tuple[Lab, BadNetwork]]:
    """A laboratory that reaches its broker only through a bad network: the broker tells clients that address."""
    inner = free_port()
    network = BadNetwork(inner)
    listeners = {
        "listeners": f"PLAINTEXT://127.0.0.1:${{port}},FAR://127.0.0.1:{inner},CONTROLLER://127.0.0.1:${{controller_port}}",
        "advertised.listeners": f"PLAINTEXT://127.0.0.1:${{port}},FAR://127.0.0.1:{network.port}",
        "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,FAR:PLAINTEXT,CONTROLLER:PLAINTEXT",
    }
    server = apache_kafka(tmp_path / "broker", properties(listeners))
    lab = Lab(f"127.0.0.1:{network.port}", tmp_path, own=server, prefetch=PREFETCH)
    yield lab, network
    lab.close()
    network.close()
    server.process.kill()


@pytest.mark.apache
@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.timeout(240)
def test_thousands_of_tasks_pass_a_slow_and_broken_network(far_away: tuple[Lab, BadNetwork]) -> None:
    lab, network = far_away
    lab.options = {"delivery_timeout": 3, "fetch_ahead": FETCH_AHEAD, "config": {"socket.timeout.ms": 3000}}
    lab.worker(pool="threads", concurrency=CONCURRENCY)
    returned: set[int] = set()
    raised: set[int] = set()

    def call(number: int) -> None:
        try:
            lab.send("run", number)
            returned.add(number)
        except KafkaUnavailable:
            raised.add(number)

    def wait_for_calls(share: float) -> None:
        wait_until(lambda: len(returned) + len(raised) >= TASKS * share, 60, of=f"{share:.0%} of the calls")

    network.latency_seconds, network.bytes_per_second = 0.005, 1_000_000
    with ThreadPoolExecutor(CALLERS) as callers:
        for number in range(TASKS):
            callers.submit(call, number)
        for share in (0.1, 0.2, 0.3, 0.4):  # short: what is on its way is sent again
            wait_for_calls(share)
            network.cut()
            network.mend()
        wait_for_calls(0.5)
        for make_worse in (network.cut, network.swallow):  # long: callers hear of it
            make_worse()
            wait_for_more(raised, 1)
            network.mend()
            wait_for_more(returned, 1)

    assert len(returned) + len(raised) == TASKS
    lab.wait_for(returned, timeout_seconds=90)
    assert set(lab.journaled()) <= returned | raised
    twice = sum(lab.journaled().values()) - len(lab.journaled())
    outages = 2
    assert twice <= outages * (PARTITIONS * FETCH_AHEAD + CONCURRENCY * PREFETCH), (
        "what it had read when it was cut off"
    )


@pytest.mark.apache
@pytest.mark.kafka
def test_a_silent_network_fails_a_call_and_holds_up_no_other_thread(far_away: tuple[Lab, BadNetwork]) -> None:
    lab, network = far_away
    lab.options = {"delivery_timeout": 2}
    lab.send("run", 0)
    network.swallow()
    failed = threading.Event()

    def call() -> None:
        with pytest.raises(KafkaUnavailable):
            lab.send("run", 1)
        failed.set()

    threading.Thread(target=call, daemon=True).start()
    stood_still_seconds = 0.0
    began = last = time.monotonic()
    while not failed.wait(0.01) and last < began + 20:
        now = time.monotonic()
        stood_still_seconds, last = max(stood_still_seconds, now - last), now
    assert failed.is_set()
    assert last - began > 1, "it waited for its time-out"
    assert stood_still_seconds < 1, "meanwhile this thread went on"
    network.mend()
    lab.send("run", 2)
    lab.worker(pool="solo")
    lab.wait_for([0, 2])


@pytest.mark.apache
@pytest.mark.kafka
@pytest.mark.slow
def test_a_broker_that_comes_back_under_another_address_is_found_by_a_second_bootstrap_server(
    far_away: tuple[Lab, BadNetwork],
) -> None:
    lab, network = far_away
    elsewhere = BadNetwork(network.upstream)
    lab.bootstrap_servers += f",127.0.0.1:{elsewhere.port}"  # nothing is there yet that the broker would tell of
    lab.worker(pool="threads")
    lab.send("run", 0)
    lab.wait_for([0])

    settings = lab.directory / "broker" / "server.properties"
    here, there = (f"FAR://127.0.0.1:{port}" for port in (network.port, elsewhere.port))
    settings.write_text(settings.read_text().replace(here, there))
    network.cut()
    lab.broker.restart()

    def sent() -> bool:
        try:
            return bool(lab.send("run", 1))
        except KafkaUnavailable as not_yet:
            raise ConnectionError from not_yet

    wait_until(sent, 60)
    lab.wait_for([1])
    elsewhere.close()
