"""Callers that never stop asking while secrets are rotated: everything that a secret has a part in."""

import base64
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

import httpx
import jwt

from tests.support.replicated import Replicated
from tests.support.waiting import wait_until

CALLERS = 5
PAUSE_SECONDS = 0.05
EMAIL, PASSWORD = "ann@example.com", "correct horse"


class Load:
    """Five callers, each with one kind of request; what was not answered with 2xx is in `failed`."""

    def __init__(self, platform: Replicated) -> None:
        self.platform, self.failed, self.heard = platform, list[tuple[str, object]](), Counter[str]()
        self.http = httpx.Client(base_url=platform.url, timeout=60)
        platform.tell("projects", "create", "shop")
        self.client = self._new_client()
        self.token = self.first_token = self._granted()["access_token"]
        draft = {"email": EMAIL, "password": PASSWORD}
        made = self._post("/customer/shop/customers", json=draft, headers=self._bearer(self.token)).raise_for_status()
        self.customer_id = made.json()["customer"]["id"]
        signed_up = self._post("/account/api/account/signup", json=draft | {"firstName": "A", "lastName": "B"})
        self.cookies = dict(signed_up.raise_for_status().cookies)
        self._last_call, self._pool = threading.Event(), ThreadPoolExecutor(CALLERS + 1)
        self._callers: list[Future[None]] = []

    def kinds(self) -> dict[str, Callable[[int], httpx.Response]]:
        """What one caller each asks for, the whole time."""
        return {
            "a program asks for a token": lambda _: self._ask_for_token(),
            "a customer signs in": lambda _: self._sign_in(),
            "a channel is made": self._make_channel,
            "a customer is read": lambda _: self._read_customer(),
            "a person has a session": lambda _: self._read_person(),
        }

    def __enter__(self) -> Self:
        self._callers = [self._pool.submit(self._call, kind, asked) for kind, asked in self.kinds().items()]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._last_call.set()
        self._pool.shutdown()
        self.http.close()
        if error is None:
            for each in self._callers:
                each.result()

    def hear(self, more: int) -> None:
        """Return once each caller was answered this many times more."""
        before = Counter(self.heard)

        def each_was_answered() -> bool:
            heard_enough = all(self.heard[kind] >= before[kind] + more for kind in self.heard)
            return heard_enough and len(self.heard) == len(self.kinds())

        wait_until(each_was_answered, 120, of=f"{more} answers for each caller")

    def change_client(self) -> None:
        """As a shop does: a second client, everybody changes to it, the first is deleted."""
        old = self.client
        self.client = self._new_client()
        self.token = self._granted()["access_token"]
        self.hear(2)  # what was asked with the old one is answered
        deleted = self.http.delete(f"/account/shop/api-clients/{old[0]}", headers=self._bearer(self.token))
        deleted.raise_for_status()

    def signed_by(self) -> str:
        """The key of a token that is given now."""
        token = self._granted()["access_token"]
        return str(jwt.get_unverified_header(_opened(token))["kid"])

    def _call(self, kind: str, ask: Callable[[int], httpx.Response]) -> None:
        number = 0
        while not self._last_call.wait(PAUSE_SECONDS):
            number += 1
            try:
                answer = ask(number)
            except httpx.HTTPError as problem:
                self.failed.append((kind, repr(problem)))
                continue
            if answer.is_success:
                self.heard[kind] += 1
            else:
                self.failed.append((kind, (answer.status_code, answer.text)))

    def _new_client(self) -> tuple[str, str]:
        lines = self.platform.tell("clients", "create", "--project", "shop").splitlines()
        told = dict(line.split("=", 1) for line in lines)
        return told["CTP_CLIENT_ID"], told["CTP_CLIENT_SECRET"]

    def _ask_for_token(self) -> httpx.Response:
        return self._post("/account/oauth/token", data={"grant_type": "client_credentials"}, auth=self.client)

    def _granted(self) -> dict[str, str]:
        granted: dict[str, str] = self._ask_for_token().raise_for_status().json()
        return granted

    def _sign_in(self) -> httpx.Response:
        asked = {"grant_type": "password", "username": EMAIL, "password": PASSWORD}
        return self._post("/account/oauth/shop/customers/token", data=asked, auth=self.client)

    def _make_channel(self, number: int) -> httpx.Response:
        made = {"key": f"channel-{number}"}
        return self._post("/account/shop/channels", json=made, headers=self._bearer(self.token))

    def _read_customer(self) -> httpx.Response:
        return self.http.get(f"/customer/shop/customers/{self.customer_id}", headers=self._bearer(self.token))

    def _read_person(self) -> httpx.Response:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return self.http.get("/account/api/account/users/currentuser", headers={"Cookie": cookies})

    def _post(self, path: str, **given: object) -> httpx.Response:
        return self.http.post(path, **given)  # type: ignore[arg-type]

    def _bearer(self, token: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}"}


def _opened(token: str) -> str:
    """The JWT in a token of ours."""
    return base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
