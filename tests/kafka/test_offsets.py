"""The law of commits: a restart repeats what was unfinished, all of it and nothing else."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from common.kafka.caution import Told, told
from common.kafka.offsets import Progress, decode, encode

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

# Offsets as a log has them: ascending, with gaps where a record was compacted away or a transaction aborted.
logs = st.lists(st.integers(1, 5), min_size=1, max_size=60).map(
    lambda gaps: [sum(gaps[: place + 1]) for place in range(len(gaps))]
)


@UNHURRIED
@given(logs, st.data())
def test_a_restart_repeats_exactly_what_was_unfinished(log: list[int], data: st.DataObject) -> None:
    before = Progress()
    for offset in log:
        assert before.receive(offset, 0)
    finished = data.draw(st.lists(st.sampled_from(log), unique=True))
    for offset in finished:
        before.finish(offset)

    base = before.base
    assert base is not None
    after = Progress(base, decode(base, before.metadata()))
    repeated = [offset for offset in log if after.receive(offset, 0)]
    assert repeated == [offset for offset in log if offset not in finished]


@UNHURRIED
@given(logs, st.data())
def test_the_base_never_passes_an_unfinished_record_and_never_goes_back(log: list[int], data: st.DataObject) -> None:
    progress = Progress()
    unfinished: set[int] = set()
    waiting = list(log)
    bases = []
    while waiting or unfinished:
        if waiting and (not unfinished or data.draw(st.booleans())):
            offset = waiting.pop(0)
            progress.receive(offset, 0)
            unfinished.add(offset)
        else:
            offset = data.draw(st.sampled_from(sorted(unfinished)))
            progress.finish(offset)
            unfinished.discard(offset)
        assert progress.base == min(unfinished, default=(offset_after(log, waiting)))
        bases.append(progress.base)
    assert bases == sorted(bases)


def offset_after(log: list[int], waiting: list[int]) -> int:
    """The offset that follows the last record read."""
    return log[len(log) - len(waiting) - 1] + 1


def test_twenty_five_thousand_finished_records_fit_into_a_commit() -> None:
    every_other = set(range(1, 25_000, 2))
    assert len(encode(0, every_other)) < 4096
    scattered = {offset * offset % 25_000 for offset in range(1, 12_000)}
    assert len(encode(0, scattered)) < 4096


def test_metadata_of_another_program_tells_nothing() -> None:
    assert decode(5, "f1:not base64") == frozenset()
    assert decode(5, "Kafka Streams wrote this") == frozenset()
    assert decode(5, None) == frozenset()


@given(st.integers(0, 2**40), st.dictionaries(st.integers(0, 9999), st.integers(1, 9), max_size=64), st.booleans())
def test_a_commit_tells_how_often_a_record_was_written_down(base: int, places: dict[int, int], left: bool) -> None:
    deliveries = {base + place: count for place, count in places.items()}
    metadata = told(base, encode(base, {base + 1, base + 9000}), deliveries, left)
    assert len(metadata) < 4096
    tells = Told.by(base, metadata)
    assert tells.finished == {base + 1, base + 9000}
    assert tells.left == left
    assert tells.deliveries == {at: count for at, count in deliveries.items() if at not in tells.finished}


def test_metadata_of_another_program_counts_no_deaths() -> None:
    assert Told.by(5, "a|b:c|7") == Told.by(5, None) == Told()
