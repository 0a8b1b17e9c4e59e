"""What commercetools' importers do: compare what is with what shall be, ask for the difference, and find it done."""

import json
import os
import subprocess

from tests.journeys.test_sdks_place_an_order import BUILD
from tests.support.contract import contract
from tests.support.recording_proxy import RecordingProxy
from tests.support.stack import Stack

SCRIPT = BUILD / "sdk-typescript" / "sync.mjs"


def test_each_resource_becomes_what_it_shall_be(stack: Stack) -> None:
    assert SCRIPT.exists(), f"{SCRIPT} is missing: run ci/sdk"
    with RecordingProxy(stack.url).running() as proxy:
        client = stack.client_of_new_project() | {"CTP_API_URL": proxy.url, "CTP_AUTH_URL": proxy.url}
        synced = subprocess.run(
            ["node", str(SCRIPT)], env={**os.environ, **client}, capture_output=True, text=True, timeout=120
        )
    assert synced.returncode == 0, synced.stderr[-3000:]
    told = json.loads(synced.stdout)
    assert {path: one["differs"] for path, one in told.items() if one["differs"]} == {}
    assert all(one["actions"] for one in told.values()), told
    problems = {str(one)[:200]: found for one in proxy.exchanges if (found := contract().problems(one))}
    assert not problems
