"""Guessing made slow: after so many failures nobody may try that again for a while.

Counted in the database, because the next guess may reach another process. What is counted is chosen so that a guesser
shuts out himself (an account or client *from his address*) long before he shuts out its owner.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from flask import request
from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection

from common.database import database
from common.errors import ApiError, TooManyAttempts

COLLECTION = "attempts"
INDEXES = [IndexModel([("expiresAt", ASCENDING)], name="forgotten", expireAfterSeconds=0)]


@dataclass(frozen=True)
class Limit:
    """At most ``failures`` of one kind, per subject and window of time, counted in the service's database."""

    service: str
    kind: str
    failures: int
    window_seconds: int
    refusal: Callable[[int], ApiError] = TooManyAttempts

    def check(self, *subject: str) -> None:
        """The refusal, if the subject has failed too often in this window."""
        id, remaining_seconds = self._window(subject)
        counted = self._counts.find_one({"_id": id}, {"failures": 1})
        if counted and counted["failures"] >= self.failures:
            raise self.refusal(remaining_seconds)

    def failed(self, *subject: str) -> None:
        id, remaining_seconds = self._window(subject)
        expires_at = datetime.now(UTC) + timedelta(seconds=remaining_seconds)
        change = {"$inc": {"failures": 1}, "$setOnInsert": {"expiresAt": expires_at}}
        self._counts.update_one({"_id": id}, change, upsert=True)

    @property
    def _counts(self) -> Collection[dict[str, Any]]:
        return database(self.service)[COLLECTION]

    def _window(self, subject: tuple[str, ...]) -> tuple[str, int]:
        window, passed_seconds = divmod(int(time.time()), self.window_seconds)
        # A digest: what strangers type is neither kept nor long.
        digest = hashlib.sha256("\n".join(subject).encode()).hexdigest()[:32]
        return f"{self.kind}/{digest}/{window}", self.window_seconds - passed_seconds


def caller_address() -> str:
    """The address that our gateway saw; what a client writes into the header itself stands before it."""
    forwarded = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    return forwarded or request.remote_addr or "unknown"
