"""Times have one form, in which text sorts as time does."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from common.wire.times import as_text, as_time


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2026-01-01T00:00:00+02:00", "2025-12-31T22:00:00.000Z"),
        ("2026-01-01", "2026-01-01T00:00:00.000Z"),
        ("2026-01-01T12:00Z", "2026-01-01T12:00:00.000Z"),
        ("2026-01-01T12:00:00.999999Z", "2026-01-01T12:00:00.999Z"),
        ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"),
        ("0999-12-31T23:59:59.9Z", "0999-12-31T23:59:59.900Z"),
    ],
)
def test_whatever_a_client_writes_is_kept_in_utc_and_milliseconds(given, kept):
    assert as_text(as_time(given)) == kept
    assert as_text(as_time(kept)) == kept


def test_texts_of_all_ages_sort_as_their_times_do():
    moments = [datetime(year, 7, 1, tzinfo=UTC) for year in (1, 33, 800, 1999, 2026, 9999)]
    assert sorted(map(as_text, moments)) == list(map(as_text, moments))


def test_the_zone_of_a_time_means_nothing_for_its_text():
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert as_text(noon.astimezone(timezone(timedelta(hours=-9, minutes=-30)))) == as_text(noon)
