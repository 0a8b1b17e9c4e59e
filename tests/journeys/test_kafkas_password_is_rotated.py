"""Kafka's user and password are rotated on running services and worker pools: no request fails, no task is lost, and
never are all processes away at once.

As docs/infrastructure.md says: a second generation of credentials, every process replaced one by one, the first
forgotten. Kafka asks every connection anew who it is, so whoever still had the first would be out seconds later.
"""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.support.kafka_users import LET_IN_AGAIN_SECONDS, KafkaUsers
from tests.support.replicated import Replicated
from tests.support.rotation_load import Load
from tests.support.waiting import wait_until

pytestmark = pytest.mark.apache

ENOUGH = 20


class WithTasks(Load):
    """Each customer that is made becomes a task of account's pool, which keeps what is told of it."""

    def kinds(self) -> dict[str, Callable[[int], httpx.Response]]:
        return super().kinds() | {"a customer is made": self._make_customer}

    def _make_customer(self, number: int) -> httpx.Response:
        draft = {"email": f"customer-{number}@example.com", "authenticationMode": "ExternalAuth"}
        return self._post("/customer/shop/customers", json=draft, headers=self._bearer(self.token))

    def made(self) -> int:
        return 1 + self.heard["a customer is made"]

    def told_of(self) -> int:
        """Customers that account's pool has heard of."""
        asked = {"where": 'type="CustomerCreated"', "limit": "1"}
        answer = httpx.get(f"{self.platform.url}/account/shop/messages", params=asked, headers=self._bearer(self.token))
        return int(answer.raise_for_status().json()["total"])


@pytest.fixture
def kafka(tmp_path: Path) -> Iterator[KafkaUsers]:
    with KafkaUsers(tmp_path / "kafka") as kafka:
        yield kafka


@pytest.fixture
def platform(kafka: KafkaUsers, tmp_path: Path) -> Iterator[Replicated]:
    platform = Replicated(tmp_path, ("account", "customer"), pools=("account",), kafka=kafka.environment)
    yield platform
    platform.kill()


@pytest.mark.timeout(600)
def test_no_request_fails_and_no_task_is_lost_while_kafkas_password_is_rotated(
    kafka: KafkaUsers, platform: Replicated
) -> None:
    kafka.make(generation=1)
    assert kafka.lets_in(generation=1)
    assert not kafka.lets_in(generation=2)
    platform.start(internal_secret="only", generation=1)
    with WithTasks(platform) as load:
        load.hear(ENOUGH)
        kafka.make(generation=2)
        platform.roll_out(internal_secret="only", generation=2)
        kafka.forget(generation=1)
        assert not kafka.lets_in(generation=1)
        time.sleep(2 * LET_IN_AGAIN_SECONDS)
        load.hear(ENOUGH)
        assert load.failed == []
    wait_until(lambda: load.told_of() == load.made(), 60, of="every task to be done")


@pytest.mark.timeout(600)
def test_the_drill_would_see_a_process_that_was_forgotten(kafka: KafkaUsers, platform: Replicated) -> None:
    kafka.make(generation=1)
    platform.start(internal_secret="only", generation=1)
    with WithTasks(platform) as load:
        load.hear(ENOUGH)
        wait_until(lambda: load.made() - load.told_of() < ENOUGH, 60, of="tasks that are done as they come")
        kafka.forget(generation=1)
        wait_until(lambda: load.made() - load.told_of() > 3 * ENOUGH, 120, of="tasks that nobody does any more")
