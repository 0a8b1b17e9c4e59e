"""What operators see: lag, consumers, differences, Flower's pages."""

import os
import re
import socket
import subprocess
import sys

import httpx
import pytest

from common.kafka.operators import backlogs
from tests.kafka.conftest import REPOSITORY, Lab
from tests.support.process import free_port
from tests.support.waiting import wait_until


def test_lag_and_consumers_of_a_queue_are_known(lab: Lab) -> None:
    def backlog() -> tuple[int, int]:
        return next((b.lag, len(b.consumers)) for b in backlogs(lab.app) if b.queue == lab.queue)

    go_on = lab.directory / "go-on"
    lab.worker(pool="threads", concurrency=1)
    lab.send("run", 0)
    lab.wait_for([0])
    assert wait_until(lambda: backlog() == (0, 1))
    lab.send("run_until", 1, str(go_on))
    lab.send("run", 2)
    assert wait_until(lambda: backlog() == (2, 1))
    assert lab.app.connection().default_channel.queue_declare(lab.queue, passive=True).message_count == 2
    go_on.touch()
    assert wait_until(lambda: backlog() == (0, 1))


def test_a_broker_that_just_started_may_be_asked(own_broker: Lab) -> None:
    """Its groups have no coordinator yet. In a process of its own: librdkafka may end that who asks in another way."""
    asking = (
        "from tests.kafka.tasks import app; from common.kafka.operators import topics_of\n"
        "for group in range(40): topics_of(app).committed(f'group-{group}', [('celery', 0)])"
    )
    environment = {**os.environ, **own_broker.environment_of()}
    asked = subprocess.run(
        [sys.executable, "-c", asking], cwd=REPOSITORY, env=environment, capture_output=True, check=False, timeout=100
    )
    assert asked.returncode == 0, asked.stderr.decode()


def test_the_workers_of_a_pool_are_told_apart(lab: Lab) -> None:
    lab.options = {"partitions": 2}
    for _ in range(2):
        lab.worker(pool="threads", concurrency=1, wait=False)

    def readers() -> list[str]:
        return [reader for each in backlogs(lab.app) if each.queue == lab.queue for reader in each.consumers]

    machine = socket.gethostname()
    wanted = {f"{machine}-{worker.process.pid}" for worker in lab.workers}
    wait_until(lambda: {name.partition("@")[0] for name in readers()} == wanted, 60)


@pytest.mark.slow
def test_flower_shows_workers_tasks_and_queues_and_steers_them(lab: Lab) -> None:
    workers = [lab.worker("-E", concurrency=2, wait=False) for _ in range(2)]
    node, other = (f"{worker.wait_until_ready().name}@{lab.queue}" for worker in workers)
    port = free_port()
    environment = {**os.environ, **lab.environment_of(), "FLOWER_UNAUTHENTICATED_API": "true"}
    command = [sys.executable, "-m", "celery", "-A", "tests.kafka.flower_app", "flower", f"--port={port}"]
    with (lab.directory / "flower.log").open("wb") as log:
        flower = subprocess.Popen(command, cwd=REPOSITORY, env=environment, stdout=log, stderr=log)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20) as http:

            def get(path: str) -> httpx.Response:
                try:
                    return http.get(path)
                except httpx.TransportError as not_yet:
                    raise ConnectionError from not_yet

            assert wait_until(lambda: {node, other} <= get("/api/workers?refresh=1").json().keys(), 40)
            id = lab.send("run", 1)

            def succeeded() -> bool:
                task = get("/api/tasks").json().get(id, {})
                return task.get("state") == "SUCCESS" and task["runtime"] is not None

            assert wait_until(succeeded, 30)
            wait_until(lambda: consumers_in(get("/broker").text, lab.queue) == "2", 30)
            grown = http.post(f"/api/worker/pool/grow/{node}", params={"n": 1})
            assert grown.status_code == 200, grown.text
            revoked = http.post("/api/task/revoke/some-id")
            assert revoked.status_code == 200, revoked.text
            pools = lab.app.control.inspect([node], timeout=10)
            assert wait_until(lambda: len(pools.stats()[node]["pool"]["processes"]) == 3)
            assert pools.revoked() == {node: ["some-id"]}
    finally:
        flower.terminate()
        flower.wait(20)


def consumers_in(page: str, queue: str) -> str:
    """What Flower's broker tab says in the queue's row."""
    row = page.partition(f"{queue} (")[2].partition("</tr>")[0]
    messages, _, _, consumers, *_ = re.findall(r"<td[^>]*>\s*(.*?)\s*</td>", row, re.DOTALL)
    assert messages.isdecimal()
    return str(consumers)
