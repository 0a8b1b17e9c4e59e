"""Two stacks on one machine do not know of each other, and each finds its data again, however it ended."""

import os
import signal
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from tests.support.shopping import Shop
from tests.support.stack import STOP_WITHIN_SECONDS, Stack
from tests.support.waiting import wait_until


@pytest.mark.timeout(700)
def test_what_a_stack_knew_it_knows_after_every_start(stack: Stack, tmp_path: Path) -> None:
    other = Stack(tmp_path / "var")
    other.start()
    client = other.client()
    with other.http() as http:
        draft = {"name": {"en": "Hats"}, "slug": {"en": "hats-of-the-other"}, "key": "hats-of-the-other"}
        hats = http.post("categories", json=draft).raise_for_status().json()
        shop = Shop(http)
        hat = shop.hat(stock=3)
        order = shop.order(shop.cart({hat: 1})).raise_for_status().json()
    with stack.http() as http:
        assert http.get("categories/key=hats-of-the-other").status_code == 404
    other.stop()

    def is_as_it_was() -> None:
        assert other.client() == client
        with other.http() as http:
            assert http.get(f"categories/{hats['id']}").raise_for_status().json() == hats
            assert http.get(f"orders/{order['id']}").raise_for_status().json() == order

    other.start()
    is_as_it_was()
    lose_power(other)
    other.start()
    is_as_it_was()
    with other.http() as http:  # and it goes on
        again = Shop(http)
        assert again.order(again.cart({hat: 2})).status_code == 201
        assert again.stock(hat) == (0, 0)
    other.stop()


def lose_power(stack: Stack) -> None:
    """`kill -9` of the supervisor and of every process it started, all at once."""
    family = stack.family()
    groups = {os.getpgid(process.pid) for process in family}
    stack.process.kill()
    for group in groups:
        with suppress(ProcessLookupError):  # the guardian was faster
            os.killpg(group, signal.SIGKILL)
    _, alive = psutil.wait_procs(family, STOP_WITHIN_SECONDS)
    assert not alive


def test_a_killed_service_is_back_in_a_moment(stack: Stack) -> None:
    with stack.http() as http:
        stack.kill("serve", "cart")
        wait_until(lambda: http.get("carts").status_code == 503)
        wait_until(lambda: http.get("carts").status_code == 200, 60)
