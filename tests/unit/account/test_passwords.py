"""How passwords are kept, and what they may cost."""

import pytest

from common.auth import passwords
from common.errors import OverCapacity


def test_a_password_matches_what_was_kept_of_it_and_nothing_else():
    kept = passwords.hashed("correct horse")
    assert passwords.matches(kept, "correct horse")
    assert not passwords.matches(kept, "wrong horse")


def test_the_same_password_is_kept_differently_each_time():
    assert passwords.hashed("correct horse") != passwords.hashed("correct horse")


@pytest.mark.parametrize("kept", [None, "", "correct horse", "$argon2id$broken"])
def test_where_no_password_was_kept_none_matches(kept):
    assert not passwords.matches(kept, "correct horse")


def test_what_follows_the_longest_password_is_not_ignored():
    longest = "x" * passwords.LONGEST
    assert not passwords.matches(passwords.hashed(longest), longest + "y")


def test_too_many_at_once_are_asked_to_come_back(monkeypatch):
    monkeypatch.setattr(passwords, "WAIT_SECONDS", 0.01)
    taken = [passwords._places.acquire() for _ in range(passwords.AT_ONCE)]
    try:
        with pytest.raises(OverCapacity):
            passwords.hashed("correct horse")
    finally:
        for _ in taken:
            passwords._places.release()
    assert passwords.hashed("correct horse")
