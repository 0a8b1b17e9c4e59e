"""Asking another service for its resources, over internal routes that the gateway does not serve.

Two kinds of callers: a request that is about to refuse something, which has 300 ms and gives up behind a
circuit breaker, and a worker that rebuilds, which has time and is retried.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any

import httpx
from pybreaker import CircuitBreaker, CircuitBreakerError

from common.auth.internal import internal_headers
from common.observability import trail
from common.settings import settings

Json = dict[str, Any]

RECHECK_SECONDS = 0.3
REFERRING_SECONDS = 2.0  # before something is deleted, which is rare
READ_SECONDS = 30.0  # a page of large resources, for a worker that can wait
PAGE = 500
MAX_ASKED = 500  # in one question
FAILURES_THAT_OPEN = 5
OPEN_SECONDS = 5.0


class OwnerAway(Exception):
    """The owner does not answer, or was not asked because it did not answer before."""


class Owner:
    """One service, by its address."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.breaker = CircuitBreaker(fail_max=FAILURES_THAT_OPEN, reset_timeout=OPEN_SECONDS)

    def now(self, project_key: str, type_id: str, ids: Sequence[str] = (), lookups: Sequence[str] = ()) -> list[Json]:
        """The resources as they are at this moment, each batch within 300 ms, or OwnerAway."""
        names = [("ids", id) for id in ids] + [("lookups", lookup) for lookup in lookups]
        batches = [names[start : start + MAX_ASKED] for start in range(0, len(names), MAX_ASKED)]
        asked = ({kind: [name for of, name in batch if of == kind] for kind in ("ids", "lookups")} for batch in batches)
        questions = ({"projectKey": project_key, "typeId": type_id, **some} for some in asked)
        return [one for each in questions for one in self._at_once("/internal/resources", each, RECHECK_SECONDS)]

    def referring(self, asked: Json) -> list[str]:
        """Type ids of what refers there to the resource ``{projectKey, typeId, id, key}``, or OwnerAway."""
        return self._at_once("/internal/referring", asked, REFERRING_SECONDS)

    def in_time(self, project_key: str, type_id: str, ids: Sequence[str]) -> list[Json]:
        """The same for a worker, which can wait longer."""
        return self._results("/internal/resources", {"projectKey": project_key, "typeId": type_id, "ids": list(ids)})

    def all(self, type_id: str) -> Iterator[tuple[str, Json]]:
        """``(projectKey, JSON)`` of every resource of the type, a page at a time; OwnerAway at any of
        them.
        """
        after = ""
        while True:
            page = self._results("/internal/pages", {"typeId": type_id, "after": after, "limit": PAGE})
            for row in page:
                yield row["projectKey"], row["json"]
            if len(page) < PAGE:
                return
            after = page[-1]["json"]["id"]

    def _at_once(self, path: str, question: Json, timeout_seconds: float) -> list[Any]:
        """For a request that waits: an owner that did not answer is not asked again for a while."""
        try:
            return list(self.breaker.call(self._results, path, question, timeout_seconds))
        except CircuitBreakerError as open_:
            raise OwnerAway(f"{self.address}: {open_}") from open_

    def _results(self, path: str, question: Json, timeout_seconds: float = READ_SECONDS) -> list[Any]:
        headers = {**internal_headers(), **trail.carried()}
        try:
            response = _client().post(self.address + path, json=question, headers=headers, timeout=timeout_seconds)
            response.raise_for_status()
        except httpx.HTTPError as error:
            raise OwnerAway(str(error).partition("\n")[0] or type(error).__name__) from error
        results: list[Any] = response.json()["results"]
        return results


@cache
def _client() -> httpx.Client:
    return httpx.Client()


Owners = Callable[[str], Owner]
"""The owner by the name of its service."""


def owners_at(address_of: Callable[[str], str]) -> Owners:
    """One ``Owner`` per service, whose circuit breaker all callers share."""
    return cache(lambda service: Owner(address_of(service)))


@cache
def services() -> Owners:
    """All services, where this process finds them."""
    return owners_at(lambda service: settings().service_url(service))
