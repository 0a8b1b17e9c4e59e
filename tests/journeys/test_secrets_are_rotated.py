"""Signing keys, client secrets, database passwords and INTERNAL_SECRET are rotated on running services, and not one
request fails.

Two processes of account and two of customer stand behind nginx, as pods do behind a Service; each has a database user
of its own on a server that asks for passwords. A rollout takes one process out of nginx, ends it, and starts it again
with what `ci/secrets rotate` would tell it. Callers never stop asking.
"""

from pathlib import Path

import pytest

from tests.support.replicated import Replicated
from tests.support.rotation_load import Load
from tests.support.servers import Server
from tests.support.waiting import wait_until

SIGNS_IN_SECONDS = 35
"""More than account's processes remember which keys there are."""
ENOUGH = 20
"""Requests of each kind between two steps."""


@pytest.fixture
def platform(broker: Server, tmp_path: Path):
    platform = Replicated(tmp_path, ("account", "customer"))
    platform.start(internal_secret="first", generation=1)
    yield platform
    platform.kill()


@pytest.mark.timeout(900)
def test_not_one_request_fails_while_everything_is_rotated(platform: Replicated) -> None:
    assert not platform.lets_in("account", generation=2)
    with Load(platform) as load:
        load.hear(ENOUGH)
        old_keys = platform.published_keys()
        platform.tell("keys", "rotate", "--signs-in", str(SIGNS_IN_SECONDS))

        platform.roll_out(internal_secret="first,second", generation=2)
        platform.forget_database_users(generation=1)
        load.hear(ENOUGH)
        assert not platform.lets_in("account", generation=1)

        load.change_client()
        load.hear(ENOUGH)

        platform.roll_out(internal_secret="second,first", generation=2)
        load.hear(ENOUGH)
        platform.roll_out(internal_secret="second", generation=2)
        load.hear(ENOUGH)

        wait_until(lambda: load.signed_by() not in old_keys, 2 * SIGNS_IN_SECONDS, of="the new key to sign")
        load.hear(ENOUGH)
        assert platform.published_keys() > old_keys
        assert platform.opens_its_keys()
        assert load.failed == []

        # And the measure would have seen it: one step left out.
        platform.restart("customer", 0, internal_secret="third", generation=2)
        wait_until(lambda: load.failed, 60, of="a request to fail")
        assert {kind for kind, _ in load.failed} == {"a customer signs in"}
