"""Who is suspected after a worker's death: what it was at, not what waited in it for its time."""

import time

from common.kafka.caution import Caution, Told, told
from common.kafka.records import ETA, Received, Record


def record(offset: int, key: bytes | None = None, due_in_seconds: float | None = None) -> Received:
    eta = () if due_in_seconds is None else ((ETA, str(time.time() + due_in_seconds).encode()),)
    return Received(Record("q", b"", key, eta), 0, offset, 0)


def handed_out(caution: Caution, *records: Received) -> list[list[int]]:
    """The offsets of each lot, written down and confirmed in turn."""
    for each in records:
        caution.add(each)
    lots = []
    while caution.write_down() or (lot := caution.confirm()):
        lots.append([each.offset for each in lot])
    return lots


def test_who_is_found_twice_runs_alone_and_its_neighbours_together() -> None:
    caution = Caution({2: 2})
    assert handed_out(caution, *map(record, range(5))) == [[0, 1], [2], [3, 4]]
    assert caution.deliveries() == {0: 1, 1: 1, 2: 3, 3: 1, 4: 1}


def test_what_waits_for_its_time_is_neither_counted_nor_alone() -> None:
    caution = Caution({1: 2})  # so an older release counted it
    assert handed_out(caution, record(0), record(1, due_in_seconds=60), record(2, due_in_seconds=-1)) == [[0, 1, 2]]
    assert caution.deliveries() == {0: 1, 1: 2, 2: 1}


def test_what_waits_behind_it_for_their_keys_turn_is_not_counted_either() -> None:
    caution = Caution({2: 2})
    later, behind, other = record(0, b"k", 60), record(2, b"k"), record(3, b"l")
    assert handed_out(caution, later, record(1), behind, other) == [[0, 1], [2, 3]]
    assert caution.deliveries() == {1: 1, 2: 2, 3: 1}


def test_once_that_is_revoked_its_successor_counts() -> None:
    caution = Caution({})
    handed_out(caution, record(0, b"k", 60))
    caution.finish(0)
    handed_out(caution, record(1, b"k"))
    assert caution.deliveries() == {1: 1}


def test_who_leaves_alive_takes_back_what_it_counted_and_no_more() -> None:
    caution = Caution({0: 1, 1: 2, 3: 1})
    handed_out(caution, record(0), record(1, due_in_seconds=60), record(2))
    assert caution.deliveries() == {0: 2, 1: 2, 2: 1, 3: 1}
    assert caution.deliveries(leaving=True) == {0: 1, 1: 2, 3: 1}


def test_what_was_finished_is_not_found_by_the_next_owner() -> None:
    caution = Caution({})
    handed_out(caution, record(5), record(6))
    caution.finish(5)
    assert Told.by(6, told(6, "", caution.deliveries(), left=False)).deliveries == {6: 1}
