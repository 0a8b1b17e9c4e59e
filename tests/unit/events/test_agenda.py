"""What a process tells when: at once, or a little later together with what follows."""

import time
from queue import Queue

from hypothesis import given
from hypothesis import strategies as st

from common.events.publisher import MAX_BATCH, Agenda, due_at


def test_what_is_to_be_told_at_once_is_told_at_once():
    told = Queue()
    told.put((("hats", "bowler"), time.monotonic()))
    told.put((("hats", "fez"), time.monotonic() + 60))
    assert Agenda(told).due() == [("hats", "bowler")]


def test_several_writes_to_one_document_are_told_together():
    told, now = Queue(), time.monotonic()
    told.put((("hats", "bowler"), now + 0.05))
    told.put((("hats", "fez"), now + 60))
    told.put((("hats", "bowler"), now + 60))
    agenda = Agenda(told)
    assert agenda.due() == [("hats", "bowler")]
    assert time.monotonic() >= now + 0.05
    assert told.empty()


def test_what_may_wait_does_not_hold_up_what_may_not():
    told, now = Queue(), time.monotonic()
    told.put((("hats", "fez"), now + 60))
    told.put((("hats", "bowler"), now))
    assert Agenda(told).due() == [("hats", "bowler")]


def test_an_earlier_time_wins_over_a_later_one():
    told, now = Queue(), time.monotonic()
    told.put((("hats", "fez"), now + 60))
    told.put((("hats", "fez"), now))
    assert Agenda(told).due() == [("hats", "fez")]


def test_many_writes_are_told_in_batches():
    told, now = Queue(), time.monotonic()
    for number in range(MAX_BATCH + 1):
        told.put((("hats", str(number)), now))
    agenda = Agenda(told)
    assert len(agenda.due()) == MAX_BATCH
    assert agenda.due() == [("hats", str(MAX_BATCH))]


@given(st.floats(0, 1e6), st.sampled_from([0.2, 1.0, 3.0]), st.integers(2, 50))
def test_what_may_wait_is_told_at_few_moments_and_keeps_its_time(now, within_seconds, writes):
    times = [now + within_seconds * number / writes for number in range(writes)]  # all in so long a time
    due = [due_at(time, within_seconds) for time in times]
    assert all(
        within_seconds - 1e-6 <= at - told <= 1.5 * within_seconds + 1e-6 for at, told in zip(due, times, strict=True)
    )
    assert len(set(due)) <= 3
    assert due_at(now, 0) == now
