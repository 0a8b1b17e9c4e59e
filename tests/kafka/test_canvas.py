"""Groups and chains need only the transport; a chord needs a result backend of Celery's beside it."""

import pytest
from celery import chain, chord, group
from celery.canvas import Signature

from tests.kafka.conftest import Lab


def run(lab: Lab, number: int) -> Signature:
    return lab.app.signature("run", args=[number], queue=lab.queue, immutable=True)


def test_a_group_runs_whole_and_a_chain_in_its_order(lab: Lab) -> None:
    lab.worker()
    group([run(lab, number) for number in range(10)], app=lab.app).apply_async()
    lab.wait_for(range(10))
    chain(*(run(lab, number) for number in range(10, 15)), app=lab.app).apply_async()
    lab.wait_for(range(10, 15))
    assert lab.order()[10:] == [10, 11, 12, 13, 14]


def test_a_chord_without_a_result_backend_is_refused_before_anything_runs(lab: Lab) -> None:
    with pytest.raises(NotImplementedError, match="requires a result backend"):
        chord([run(lab, 1), run(lab, 2)], run(lab, 3), app=lab.app).apply_async()
    assert lab.queue not in lab.topics()


def test_a_chord_with_a_result_backend_runs_its_body_last(lab: Lab) -> None:
    results = lab.directory / "results"
    results.mkdir()
    lab.conf = {"result_backend": f"file://{results}"}
    lab.worker()
    chord([run(lab, number) for number in range(5)], run(lab, 5), app=lab.app).apply_async()
    lab.wait_for(range(6))
    assert lab.order()[-1] == 5
    assert set(lab.journaled().values()) == {1}
