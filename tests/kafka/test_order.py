"""Tasks with one `partition_key` run one after the other, in the order they were sent; others beside them."""

from tests.kafka.conftest import Lab


def test_tasks_of_one_key_run_in_order_and_one_at_a_time(lab: Lab) -> None:
    lab.worker(concurrency=4)
    for number in range(30):
        lab.send("run_for", number, 0.02, headers={"partition_key": f"key-{number % 3}"})
    lab.wait_for(range(30))
    for key in range(3):
        of_key = [number for number in range(30) if number % 3 == key]
        steps = [number for number in lab.order("began|ran") if number % 3 == key]
        assert steps == [number for number in of_key for _ in ("began", "ran")]


def test_a_task_given_back_keeps_its_place_before_its_keys_successors(lab: Lab) -> None:
    lab.worker()
    lab.send("give_back", 1, 2, headers={"partition_key": "k"})
    lab.send("run", 2, headers={"partition_key": "k"})
    lab.wait_for([1, 2])
    assert lab.order() == [1, 2]


def test_a_retry_goes_behind_its_keys_successors_and_keeps_its_key(lab: Lab) -> None:
    lab.worker()
    lab.send("retry_once", 1, 1, headers={"partition_key": "k"})
    lab.send("run", 2, headers={"partition_key": "k"})
    lab.wait_for([1, 2])
    assert lab.order() == [2, 1]
    assert {record.key() for record in lab.records(lab.queue)} == {b"k"}


def test_the_key_may_be_given_as_an_option_too(lab: Lab) -> None:
    lab.send("run", 1, partition_key="k")
    (record,) = lab.records(lab.queue)
    assert record.key() == b"k"
