"""The payment service of ill will (``payment_service``), started, moody on demand, and asked for its books."""

import json
import sys
from pathlib import Path
from typing import Any

import httpx

from tests.support.payment_service import serve
from tests.support.process import ServerProcess, free_port

Json = dict[str, Any]
INTERFACE, SECRET = "hatpay", "the secret of hatpay"
TIMEOUT_SECONDS = 0.3
EUR = {"type": "centPrecision", "currencyCode": "EUR", "fractionDigits": 2}


class HatPay:
    def __init__(self, directory: Path) -> None:
        self.port = free_port()
        command = [sys.executable, "-m", serve.__module__, str(self.port), SECRET]
        self.process = ServerProcess(INTERFACE, command, self.books, directory / "hatpay.log")
        self.process.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """What lets our processes know of it."""
        known = {"url": self.url, "secret": SECRET, "timeout_seconds": TIMEOUT_SECONDS}
        return {"PAYMENT_PROVIDERS": json.dumps({INTERFACE: known})}

    def will_be(self, *moods: str, notify: str = "") -> None:
        """So it treats the next operations; then it is good."""
        httpx.post(f"{self.url}/mood", json={"moods": moods, "notify": notify}).raise_for_status()

    def begin_anew(self) -> None:
        httpx.post(f"{self.url}/empty", json={"moods": []}).raise_for_status()

    def books(self) -> Json:
        try:
            books: Json = httpx.get(f"{self.url}/books").json()
        except httpx.TransportError as not_there:
            raise ConnectionError(str(not_there)) from not_there
        return books

    def money(self) -> tuple[int, int]:
        """(held, taken), in cents."""
        books = self.books()
        assert all(times == 1 for times in books["done"].values()), "it did something twice"
        return books["held"], books["taken"]


def a_payment(cents: int = 1000, *transactions: Json) -> Json:
    """The draft of one that hatpay processes."""
    return {
        "amountPlanned": {"currencyCode": "EUR", "centAmount": cents},
        "paymentMethodInfo": {"paymentInterface": INTERFACE, "token": {"value": "card"}},
        "transactions": list(transactions),
    }


def asked(type: str, cents: int = 1000, **more: Any) -> Json:
    return {"type": type, "amount": {"currencyCode": "EUR", "centAmount": cents}, **more}
