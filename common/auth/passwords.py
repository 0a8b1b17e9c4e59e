"""Passwords of people: argon2id, and never more at once than the machine can bear.

One hash costs tens of ms of a core and 19 MiB by design, so whoever may try passwords could otherwise take the service
down with them. Client secrets are random and need none of this (see ``secrets`` of the api-clients).
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from common.errors import OverCapacity

AT_ONCE = 2
WAIT_SECONDS = 2.0
LONGEST = 256
"""Characters; whoever sets a password refuses longer ones."""

# https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html#argon2id
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_places = threading.BoundedSemaphore(AT_ONCE)
_nobodys = _hasher.hash("nobody has this password")


def hashed(password: str) -> str:
    """What to keep instead of the password. OverCapacity if too many are being hashed."""
    with _place():
        return _hasher.hash(password)


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the one that was kept. Without one it takes just as long to say no.

    OverCapacity if too many are being checked.
    """
    with _place():
        try:
            # None kept is longer than LONGEST, so cutting a longer guess makes it cheap but never right.
            _hasher.verify(kept or _nobodys, password[: LONGEST + 1])
        except (VerificationError, InvalidHashError):
            return False
        return kept is not None


@contextmanager
def _place() -> Iterator[None]:
    if not _places.acquire(timeout=WAIT_SECONDS):
        raise OverCapacity("Too many passwords are being checked.")
    try:
        yield
    finally:
        _places.release()
