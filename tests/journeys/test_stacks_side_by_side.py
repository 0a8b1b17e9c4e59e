"""Two stacks on one machine do not know of each other, and each finds its data again."""

from pathlib import Path

import pytest

from tests.support.stack import Stack
from tests.support.waiting import wait_until


@pytest.mark.timeout(500)
def test_a_second_start_finds_what_the_first_one_left(stack: Stack, tmp_path: Path) -> None:
    other = Stack(tmp_path / "var")
    other.start()
    client = other.client()
    with other.http() as http:
        draft = {"name": {"en": "Hats"}, "slug": {"en": "hats-of-the-other"}, "key": "hats-of-the-other"}
        hats = http.post("categories", json=draft).raise_for_status().json()
    with stack.http() as http:
        assert http.get("categories/key=hats-of-the-other").status_code == 404
    other.stop()

    other.start()
    assert other.client() == client
    with other.http() as http:
        assert http.get(f"categories/{hats['id']}").raise_for_status().json() == hats
    other.stop()


def test_a_killed_service_is_back_in_a_moment(stack: Stack) -> None:
    with stack.http() as http:
        stack.kill("serve", "cart")
        wait_until(lambda: http.get("carts").status_code == 503)
        wait_until(lambda: http.get("carts").status_code == 200, 60)
