"""The official SDKs, unmodified, each a program of its own; every answer they get is one the reference allows."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.support.contract import contract
from tests.support.recording_proxy import RecordingProxy
from tests.support.stack import Stack

REPOSITORY = Path(__file__).parents[2]
HERE = Path(__file__).parent
BUILD = REPOSITORY / "build"

SDKS = {
    "python": [str(BUILD / "sdk-python" / "bin" / "python"), str(HERE / "python" / "journey.py")],
    "typescript": ["node", str(BUILD / "sdk-typescript" / "journey.js")],
}
GOT = {
    "name": "Bowler hat",
    "product type": True,
    "price": 4990,
    "cart total": 9980,
    "tax": 1593,  # 19 % are in 99.80: 99.80 - 99.80 / 1.19
    "order total": 9980,
    "order number": True,
    "order state": "Open",
    "cart state": "Ordered",
    "available": 8,
}


@pytest.mark.parametrize("sdk", SDKS)
def test_an_sdk_goes_from_an_empty_catalogue_to_a_placed_order(sdk: str, stack: Stack) -> None:
    program = Path(SDKS[sdk][0] if sdk == "python" else SDKS[sdk][1])
    assert program.exists(), f"{program} is missing: run ci/sdk"
    with RecordingProxy(stack.url).running() as proxy:
        client = stack.client() | {"CTP_API_URL": proxy.url, "CTP_AUTH_URL": proxy.url}
        insecure = {"OAUTHLIB_INSECURE_TRANSPORT": "1"}  # the Python SDK's OAuth library asks for https otherwise
        journey = subprocess.run(
            SDKS[sdk], env={**os.environ, **client, **insecure}, capture_output=True, text=True, timeout=120
        )
    told = "\n".join(f"{one.method} {one.path} {one.status} {one.received}"[:500] for one in proxy.exchanges[-3:])
    assert journey.returncode == 0, f"{journey.stderr[-3000:]}\nthe last exchanges:\n{told}"
    got = json.loads(journey.stdout)
    assert got | GOT == got
    assert got["project"] == client["CTP_PROJECT_KEY"]
    problems = {str(one)[:200]: found for one in proxy.exchanges if (found := contract().problems(one))}
    assert not problems
    assert len(proxy.exchanges) > 15
