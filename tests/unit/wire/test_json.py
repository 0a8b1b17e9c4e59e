"""What a body may say at all."""

import pytest

from common.errors import InvalidJsonInput
from common.wire.json import MAX_DEPTH, from_bytes


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"NaN",
        b'{"a": 9223372036854775808}',
        b'{"a\\u0000b": 1}',
        b'{"a": "b\\u0000c"}',
        b'{"a": "\\ud800"}',
        b"[" * (MAX_DEPTH + 1) + b"]" * (MAX_DEPTH + 1),
        b"[" * 100_000,
        b'"\xff"',
    ],
)
def test_what_no_database_could_hold_is_refused(body):
    with pytest.raises(InvalidJsonInput):
        from_bytes(body)


def test_what_is_sound_is_read_as_it_is():
    assert from_bytes(b'{"a": [1, -9223372036854775808, 1.5, "\\u00fc", null, true]}') == {
        "a": [1, -(2**63), 1.5, "ü", None, True]
    }
    assert from_bytes(b"[" * MAX_DEPTH + b"]" * MAX_DEPTH)
