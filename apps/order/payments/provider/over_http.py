"""A payment service that speaks a small HTTP API, as a bridge to a real one would.

    PUT {url}/operations/{key}   {"kind": "authorise", "amount": {…}, "token": "…"}, or {"kind": "capture" | "refund",
                                 "of": key, "amount": {…}}, or {"kind": "void", "of": key}
    GET {url}/operations/{key}   200 the operation as it stands, 404 it has not arrived

Both answer ``{"key", "state": "pending" | "succeeded" | "declined", "reference"?, "reason"?}``.
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

import httpx

from apps.order.payments.provider.port import NoAnswer, Outcome
from common.wire.json import Json

STATES: Mapping[str, Literal["Pending", "Success", "Failure"]] = {
    "pending": "Pending",
    "succeeded": "Success",
    "declined": "Failure",
}


class HttpProvider:
    """A ``PaymentProvider``."""

    def __init__(self, url: str, secret: str, timeout_seconds: float) -> None:
        self.url, self.timeout_seconds = url.rstrip("/"), timeout_seconds
        self.headers = {"Authorization": f"Bearer {secret}"}

    def authorise(self, key: str, amount: Json, token: str | None) -> Outcome:
        return self._asked_for(key, {"kind": "authorise", "amount": amount, "token": token})

    def capture(self, key: str, authorisation: str, amount: Json) -> Outcome:
        return self._asked_for(key, {"kind": "capture", "of": authorisation, "amount": amount})

    def void(self, key: str, authorisation: str) -> Outcome:
        return self._asked_for(key, {"kind": "void", "of": authorisation})

    def refund(self, key: str, charge: str, amount: Json) -> Outcome:
        return self._asked_for(key, {"kind": "refund", "of": charge, "amount": amount})

    def _asked_for(self, key: str, operation: Json) -> Outcome:
        """Once; where the answer does not come, what became of it is asked by its key."""
        try:
            return self._answer("PUT", key, json=operation)
        except NoAnswer:
            return self._answer("GET", key)

    def _answer(self, method: str, key: str, **options: Any) -> Outcome:
        address = f"{self.url}/operations/{key}"
        try:
            response = _client().request(method, address, headers=self.headers, timeout=self.timeout_seconds, **options)
            response.raise_for_status()
            return outcome_of(response.json(), key)
        except (httpx.HTTPError, ValueError) as trouble:
            raise NoAnswer(f"{method} {address}: {trouble}") from trouble


def outcome_of(told: Any, key: str) -> Outcome:
    """What the service told; ValueError where it is not about this operation, or not understood."""
    if not isinstance(told, dict) or told.get("key") != key or told.get("state") not in STATES:
        raise ValueError(f"not an answer about {key}")
    return Outcome(STATES[told["state"]], told.get("reference"), told.get("reason"))


@cache
def _client() -> httpx.Client:
    return httpx.Client()
