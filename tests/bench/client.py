"""The cheapest client that still parses every answer: it shares the cores with what it measures."""

import http.client
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson


class Unexpected(Exception):
    """An answer that a benchmark must not count."""


@dataclass(frozen=True)
class Shop:
    """Where the services of a stack are, and who asks. Requests go to them without the gateway."""

    urls: Mapping[str, str]
    """service → its own address"""
    project_key: str
    token: str


class Client:
    """One connection to each service, kept open."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self._connections = {
            name: http.client.HTTPConnection(urlsplit(url).netloc, timeout=60) for name, url in shop.urls.items()
        }
        self._headers = {"Authorization": f"Bearer {shop.token}", "Content-Type": "application/json"}

    def ask(self, service: str, method: str, path: str, body: object = None, status: int = 200) -> Any:
        """The parsed body; Unexpected for any other status."""
        connection = self._connections[service]
        sent = None if body is None else orjson.dumps(body)
        connection.request(method, f"/{self.shop.project_key}/{path}", sent, self._headers)
        answer = connection.getresponse()
        received = answer.read()
        if answer.status != status:
            raise Unexpected(f"{method} {path}: {answer.status} {received[:300]!r}")
        return orjson.loads(received)
