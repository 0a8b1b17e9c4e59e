"""Remote control, its replies and the workers' events, between processes."""

import threading
from typing import Any

import pytest

from tests.kafka.conftest import Lab
from tests.support.waiting import wait_until


@pytest.mark.parametrize("pool", ["prefork", "threads", "gevent", "solo"])
def test_a_worker_answers_a_ping(lab: Lab, pool: str) -> None:
    worker = lab.worker(pool=pool)
    node = f"{worker.name}@{lab.queue}"
    assert lab.app.control.ping([node], timeout=10) == [{node: {"ok": "pong"}}]


def test_workers_tell_about_themselves(lab: Lab) -> None:
    first, second = lab.worker(wait=False), lab.worker(wait=False)
    for worker in (first, second):
        worker.wait_until_ready()
    nodes = [f"{first.name}@{lab.queue}", f"{second.name}@{lab.queue}"]
    inspect = lab.app.control.inspect(nodes, timeout=10)
    assert inspect.ping().keys() == set(nodes)
    assert inspect.stats().keys() == set(nodes)
    assert all("run" in tasks for tasks in inspect.registered().values())


def test_a_pool_grows_and_shrinks_on_command(lab: Lab) -> None:
    worker = lab.worker(concurrency=2)
    node = f"{worker.name}@{lab.queue}"
    control = lab.app.control

    def processes() -> int:
        return len(control.inspect([node], timeout=10).stats()[node]["pool"]["processes"])

    assert control.pool_grow(2, [node], reply=True, timeout=10) == [{node: {"ok": "pool will grow"}}]
    assert wait_until(lambda: processes() == 4)
    for number in range(20):
        lab.send("run", number)
    lab.wait_for(range(20))
    assert control.pool_shrink(3, [node], reply=True, timeout=10) == [{node: {"ok": "pool will shrink"}}]
    assert wait_until(lambda: processes() == 1)
    lab.send("run", 20)
    lab.wait_for([20])


def test_a_revoked_task_does_not_run(lab: Lab) -> None:
    worker = lab.worker()
    id = lab.send("run", 1, countdown=4)
    lab.app.control.revoke(id, [f"{worker.name}@{lab.queue}"], reply=True, timeout=10)
    lab.send("run", 2, countdown=5)
    lab.wait_for([2])
    assert lab.journaled() == {2: 1}


def test_a_rate_limit_can_be_set(lab: Lab) -> None:
    worker = lab.worker()
    node = f"{worker.name}@{lab.queue}"
    replies = lab.app.control.rate_limit("run", "1000/s", [node], reply=True, timeout=10)
    assert replies == [{node: {"ok": "new rate limit set successfully"}}]
    lab.send("run", 1)
    lab.wait_for([1])


def test_a_worker_shuts_down_on_command(lab: Lab) -> None:
    worker = lab.worker()
    lab.app.control.shutdown()
    assert worker.process.wait(20) == 0


def test_a_monitor_sees_a_task_from_its_sending_to_its_end(lab: Lab) -> None:
    lab.worker("-E")
    seen: list[tuple[str, Any]] = []
    listening = threading.Event()

    def listen() -> None:
        with lab.new_app().connection() as connection:
            receiver = lab.app.events.Receiver(
                connection, handlers={"*": lambda e: seen.append((e["type"], e.get("uuid")))}
            )
            for consumer in receiver.get_consumers(lambda **options: connection.Consumer(**options), connection):
                with consumer:
                    listening.set()
                    while ("task-succeeded", id) not in seen:
                        connection.drain_events(timeout=30)

    id = "a-task"
    monitor = threading.Thread(target=listen, daemon=True)
    monitor.start()
    assert listening.wait(20)
    lab.send("run", 1, task_id=id)
    monitor.join(30)
    wanted = ["task-sent", "task-received", "task-started", "task-succeeded"]
    assert wait_until(lambda: set(wanted) <= {type for type, uuid in seen if uuid == id})


def test_listening_leaves_no_topic_behind(lab: Lab) -> None:
    lab.worker("-E")
    lab.app.control.ping(timeout=1)
    lab.send("run", 1)
    lab.wait_for([1])
    ours = {topic for topic in lab.topics() if lab.queue in topic}
    prefix = f"_{lab.queue}"
    assert ours == {
        lab.queue,
        f"{prefix}.pidbox",
        f"{prefix}.reply",
        f"{prefix}ev",
    }
