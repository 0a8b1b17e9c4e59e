"""A task in a batch is, field by field, the message that `send_task` makes of it: nobody sees that it cost less."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any

import pytest
from celery import Celery, signals
from celery._state import _task_stack
from celery.app.routes import Router
from hypothesis import given, settings
from hypothesis import strategies as st

import common.kafka
from common.kafka.batch import TaskBatch
from common.kafka.records import Received, Record, to_message
from common.kafka.topics import Topics

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
Send = dict[str, Any]


@pytest.fixture(autouse=True, scope="module")
def no_broker() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Topics, "ensure", lambda *_: None)
        patched.setattr(Topics, "check_reachable", lambda *_: None)
        yield


def make_app(**conf: Any) -> Celery:
    app = Celery("alike", broker="kafka://127.0.0.1:1", set_as_current=False)
    app.conf.update(task_publish_retry=False, **conf)
    common.kafka.ensure_ours(app)
    app.now = lambda: NOW  # type: ignore[method-assign]

    @app.task(shared=False, name="known", time_limit=9, soft_time_limit=8)
    def known() -> None: ...

    @app.task(shared=False, name="hasty", expires=30)
    def hasty() -> None: ...

    return app


def one_by_one(app: Celery, sends: list[Send]) -> list[Record]:
    with app.producer_pool.acquire(block=True) as producer, producer.channel.collecting() as records:
        for send in sends:
            app.send_task(**send, producer=producer)
        return records


def together(app: Celery, sends: list[Send]) -> list[Record]:
    with app.producer_pool.acquire(block=True) as producer, producer.channel.collecting() as records:
        batch = TaskBatch(app, producer, records)
        for send in sends:
            options = {name: value for name, value in send.items() if name != "name"}
            assert batch.send(send["name"], **options) == send["task_id"]
        return records


def as_received(record: Record) -> dict[str, Any]:
    """Everything that a worker could tell two records apart by."""
    seen = to_message(Received(record, 0, 0, 0))
    seen["properties"].pop("delivery_tag")  # of the message's channel, unique
    others = {name: value for name, value in record.headers if name != "kombu"}
    told = {"topic": record.topic, "key": record.key, "others": others, **seen}
    if record.topic == "_celeryev":
        event = json.loads(record.value)
        told["body"] = {name: event[name] for name in event.keys() - {"timestamp", "clock", "local_received"}}
        told["headers"].pop("hostname", None)
    return told


def assert_the_same(app: Celery, sends: list[Send]) -> None:
    assert [as_received(each) for each in together(app, sends)] == [
        as_received(each) for each in one_by_one(app, sends)
    ]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
words = st.sampled_from(["a", "b", "cart"])
options = st.fixed_dictionaries(
    {"name": st.sampled_from(["stranger", "known", "hasty", "routed.there"])},
    optional={
        "args": st.lists(json_values, max_size=3) | st.tuples(json_values) | st.none(),
        "kwargs": st.dictionaries(st.text(), json_values, max_size=2) | st.none(),
        "queue": words,
        "headers": st.dictionaries(st.sampled_from(["partition_key", "concerns", "own", "id"]), words),
        "argsrepr": st.text(max_size=5),
        "kwargsrepr": words,
        "countdown": st.sampled_from([1, 30]),
        "eta": st.sampled_from([NOW + timedelta(seconds=5), (NOW + timedelta(seconds=9)).isoformat()]),
        "expires": st.sampled_from([60, NOW + timedelta(minutes=5)]) | st.none(),
        "serializer": st.just("json"),
        "compression": st.just("gzip"),
        "retries": st.integers(0, 2),
        "shadow": words,
        "time_limit": st.sampled_from([None, 5]),
        "soft_time_limit": st.just(4),
        "ignore_result": st.booleans(),
        "add_to_parent": st.booleans(),
        "root_id": words,
        "parent_id": words,
        "group_id": words,
        "group_index": st.integers(0, 3),
        "reply_to": words,
        "delivery_mode": st.sampled_from([1, "persistent"]),
        "link": st.just([{"task": "next", "args": [], "kwargs": {}, "options": {}, "subtask_type": None}]),
        "replaced_task_nesting": st.just(1),
    },
)
some_sends = st.lists(options, max_size=6).map(
    lambda kinds: [{**each, "task_id": f"id-{place}"} for place, each in enumerate([*kinds, *kinds])]
)


@pytest.fixture(scope="module", params=["plain", "as-we-use-it", "with-sent-events"])
def app(request: pytest.FixtureRequest) -> Celery:
    return make_app(
        **{
            "plain": {},
            "as-we-use-it": {
                "task_routes": {"routed.*": {"queue": "routed", "delivery_mode": 1}},
                "task_ignore_result": True,
            },
            "with-sent-events": {"task_send_sent_event": True, "task_default_queue": "mine"},
        }[request.param]
    )


@settings(deadline=None, max_examples=200)
@given(sends=some_sends)
def test_a_batch_writes_what_one_by_one_would(app: Celery, sends: list[Send]) -> None:
    assert_the_same(app, sends)


SEVEN_ALIKE: list[Send] = [
    {"name": "stranger", "args": [place], "queue": "q", "headers": {"partition_key": place}, "task_id": f"id-{place}"}
    for place in range(7)
]


def test_celery_is_asked_once_how_tasks_that_are_alike_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    route = Router.route

    def noting(self: Any, options: Any, name: str, *rest: Any) -> Any:
        asked.append(name)
        return route(self, options, name, *rest)

    monkeypatch.setattr(Router, "route", noting)
    together(make_app(), SEVEN_ALIKE)
    assert asked == ["stranger"]


def test_a_receiver_of_celerys_signals_hears_of_each_and_may_change_it() -> None:
    heard: list[str] = []

    def number(headers: dict[str, Any], body: Any, **_: Any) -> None:
        headers["traceparent"] = f"trace of {body[0][0]}"

    def hear(headers: dict[str, Any], **_: Any) -> None:
        heard.append(headers["id"])

    signals.before_task_publish.connect(number)
    signals.after_task_publish.connect(hear)
    try:
        assert_the_same(make_app(), SEVEN_ALIKE)
        traces = [as_received(record)["headers"]["traceparent"] for record in together(make_app(), SEVEN_ALIKE)]
    finally:
        signals.before_task_publish.disconnect(number)
        signals.after_task_publish.disconnect(hear)
    assert traces == [f"trace of {place}" for place in range(7)]
    assert heard[-7:] == [send["task_id"] for send in SEVEN_ALIKE]


def test_a_route_that_looks_at_the_arguments_is_asked_each_time() -> None:
    app = make_app(task_routes=(lambda _name, args, *_, **__: {"queue": f"q-{args[0] % 2}"},))
    sends = [{name: value for name, value in send.items() if name != "queue"} for send in SEVEN_ALIKE]
    assert [record.topic for record in together(app, sends)] == [f"q-{place % 2}" for place in range(7)]
    assert_the_same(app, sends)


@pytest.mark.parametrize("wrap", [lambda f, g: g, lambda f, g: wraps(f)(g)], ids=["in its place", "around it"])
def test_who_wraps_send_task_is_asked_each_time(monkeypatch: pytest.MonkeyPatch, wrap: Any) -> None:
    celerys = Celery.send_task

    def traced(self: Any, name: str, args: Any = None, *more: Any, **options: Any) -> Any:
        headers = {**options.pop("headers"), "trace": f"trace of {args[0]}"}
        return celerys(self, name, args, *more, headers=headers, **options)

    monkeypatch.setattr(Celery, "send_task", wrap(celerys, traced))
    records = together(make_app(), SEVEN_ALIKE)
    assert [as_received(each)["headers"]["trace"] for each in records] == [f"trace of {place}" for place in range(7)]


def test_a_task_that_sends_others_is_their_parent() -> None:
    app = make_app()
    parent = app.tasks["known"]
    children: list[list[str]] = []
    for send in (together, one_by_one):
        parent.push_request(id="parent", root_id="root", children=[], called_directly=False)
        with _being_run(parent):
            records = send(app, SEVEN_ALIKE)
            children.append([child.id for child in parent.request.children])
        parent.pop_request()
        told = [as_received(record)["headers"] for record in records]
        assert {(each["parent_id"], each["root_id"]) for each in told} == {("parent", "root")}
    assert children[0] == children[1] == [send["task_id"] for send in SEVEN_ALIKE]


@contextmanager
def _being_run(task: Any) -> Iterator[None]:
    _task_stack.push(task)
    try:
        yield
    finally:
        _task_stack.pop()
