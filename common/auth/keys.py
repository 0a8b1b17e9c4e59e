"""The keys that tokens are signed with: account has the private halves, everyone may fetch the public ones.

Tokens name their key (``kid``). A new key is published before it signs, and an old one stays published as
long as a token it signed can live: so two overlap, and nobody is signed out by a rotation. They are published
as a JWK set (RFC 7517).
"""

import logging
import threading
import time
from collections.abc import Callable
from typing import Any, Protocol

import httpx
import jwt

from common.errors import InvalidToken, OverCapacity

ALGORITHM = "EdDSA"
JWKS_PATH = "/oauth/.well-known/jwks.json"
FETCH_TIMEOUT_SECONDS = 5
KEPT_SECONDS = 300
"""A key that account withdrew is still believed for this long."""
PAUSE_SECONDS = 2
"""Tokens with invented key names make us ask no more often than this."""
FIRST_PAUSE_SECONDS = 0.2
"""The same while no key is known: account may be about to start."""

log = logging.getLogger(__name__)


class VerificationKeys(Protocol):
    """Where a service finds the public key that a token names."""

    def key(self, kid: str) -> Any:
        """The key; InvalidToken if there is none of that name."""


class PublishedKeys:
    """The keys that account publishes, remembered."""

    def __init__(self, fetch: Callable[[], Any], clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch, self._clock = fetch, clock
        self._keys: dict[str, Any] = {}
        self._asked_at = float("-inf")
        self._lock = threading.Lock()

    def fetch_soon(self) -> None:
        """Have them before the first request wants one, from a thread that ends once they are here."""
        threading.Thread(target=self._until_known, name="keys", daemon=True).start()

    def _until_known(self) -> None:
        while not self._keys:
            with self._lock:
                self._ask(logging.DEBUG)  # account may well start later
            if not self._keys:
                time.sleep(FIRST_PAUSE_SECONDS)

    def key(self, kid: str) -> Any:
        is_new = kid not in self._keys
        # One who asks is enough: what is known is believed meanwhile.
        if (is_new or self._age() > KEPT_SECONDS) and self._lock.acquire(blocking=is_new):
            try:
                self._ask()
            finally:
                self._lock.release()
        if not self._keys:
            raise OverCapacity("The keys that tokens are verified with are not here yet.")
        if kid not in self._keys:
            raise InvalidToken
        return self._keys[kid]

    def _age(self) -> float:
        return self._clock() - self._asked_at

    def _ask(self, level: int = logging.WARNING) -> None:
        if self._age() < (PAUSE_SECONDS if self._keys else FIRST_PAUSE_SECONDS):
            return
        try:
            self._keys = {entry["kid"]: jwt.PyJWK(entry).key for entry in self._fetch()["keys"]}
        except (httpx.HTTPError, ValueError, KeyError, jwt.PyJWTError) as problem:
            log.log(level, "The keys that account publishes could not be fetched: %s", problem)
        self._asked_at = self._clock()  # after waiting in vain, or all who wait here would wait in turn


def from_account(account_url: str) -> Callable[[], Any]:
    """Fetches the JWK set from the account service at this address."""

    def fetch() -> Any:
        return httpx.get(account_url + JWKS_PATH, timeout=FETCH_TIMEOUT_SECONDS).raise_for_status().json()

    return fetch
