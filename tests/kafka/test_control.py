"""Remote control, its replies and the workers' events, between processes."""

from collections.abc import Iterator

import pytest

from tests.kafka.conftest import Lab, monitoring
from tests.support.servers import Server
from tests.support.waiting import wait_until


@pytest.fixture(scope="module")
def watched(broker: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    """A worker of two processes that sends events, for all tests that leave it as they found it."""
    laboratory = Lab(broker.url, tmp_path_factory.mktemp("watched"))
    laboratory.worker("-E", concurrency=2)
    yield laboratory
    laboratory.close()


def node_of(lab: Lab) -> str:
    return f"{lab.workers[0].name}@{lab.queue}"


@pytest.mark.parametrize("pool", ["threads", "gevent", "solo"])
def test_a_worker_answers_a_ping(lab: Lab, pool: str) -> None:
    lab.worker(pool=pool)
    node = node_of(lab)
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


def test_what_a_worker_is_at_can_be_asked(watched: Lab) -> None:
    node, go_on = node_of(watched), watched.directory / "go-on"
    id = watched.send("run_until", 200, str(go_on))
    watched.wait_for([200], "began")
    active = watched.app.control.inspect([node], timeout=10).active()
    assert [(task["id"], task["name"]) for task in active[node]] == [(id, "run_until")]
    go_on.touch()
    watched.wait_for([200])


def test_a_pool_grows_and_shrinks_on_command(watched: Lab) -> None:
    node, control = node_of(watched), watched.app.control

    def processes() -> int:
        return len(control.inspect([node], timeout=10).stats()[node]["pool"]["processes"])

    assert control.pool_grow(2, [node], reply=True, timeout=10) == [{node: {"ok": "pool will grow"}}]
    assert wait_until(lambda: processes() == 4)
    for number in range(100, 120):
        watched.send("run", number)
    watched.wait_for(range(100, 120))
    assert control.pool_shrink(2, [node], reply=True, timeout=10) == [{node: {"ok": "pool will shrink"}}]
    assert wait_until(lambda: processes() == 2)
    watched.send("run", 120)
    watched.wait_for([120])


def test_a_revoked_task_does_not_run(watched: Lab) -> None:
    id = watched.send("run", 1, countdown=4)
    watched.app.control.revoke(id, [node_of(watched)], reply=True, timeout=10)
    watched.send("run", 2, countdown=5)
    watched.wait_for([2])
    assert 1 not in watched.journaled()


def test_a_rate_limit_can_be_set(watched: Lab) -> None:
    node = node_of(watched)
    replies = watched.app.control.rate_limit("run", "1000/s", [node], reply=True, timeout=10)
    assert replies == [{node: {"ok": "new rate limit set successfully"}}]
    watched.send("run", 3)
    watched.wait_for([3])


def test_a_worker_shuts_down_on_command(lab: Lab) -> None:
    worker = lab.worker()
    lab.app.control.shutdown()
    assert worker.process.wait(20) == 0


def test_a_monitor_sees_a_task_from_its_sending_to_its_end(watched: Lab) -> None:
    wanted = {"task-sent", "task-received", "task-started", "task-succeeded"}
    with monitoring(watched) as seen:
        id = watched.send("run", 4)
        assert wait_until(lambda: wanted <= {event["type"] for event in seen if event.get("uuid") == id})


def test_listening_leaves_no_topic_behind(watched: Lab) -> None:
    watched.app.control.ping(timeout=1)
    watched.send("run", 5)
    watched.wait_for([5])
    ours = {topic for topic in watched.topics() if watched.queue in topic}
    prefix = f"_{watched.queue}"
    assert ours == {
        watched.queue,
        f"{prefix}.pidbox",
        f"{prefix}.reply",
        f"{prefix}ev",
    }
