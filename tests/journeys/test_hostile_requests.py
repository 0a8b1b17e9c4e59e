"""What nobody should send is refused, and by the service that was asked: nothing hostile brings out a 5xx."""

from random import Random
from uuid import uuid4

import httpx
import pytest

from cli.coverage import coverage
from tests.support.hostile import Stranger
from tests.support.reference import Operation, reference
from tests.support.stack import Stack

REQUESTS = 1500
LARGE = b'{"a": "' + b"x" * 300_000 + b'"}'


def is_served(operation: Operation) -> bool:
    rows = coverage()["operations"].values()
    return str(operation) in {served for row in rows for served in row.served}


@pytest.fixture
def client(stack: Stack) -> dict[str, str]:
    """Of a project of its own: chance makes discounts that would change what other tests are asked to pay."""
    return stack.client_of_new_project()


@pytest.fixture
def shoppers(stack: Stack, client: dict[str, str]) -> list[str]:
    """Tokens of a customer and of somebody unknown."""
    email, auth = f"{uuid4()}@example.com", (client["CTP_CLIENT_ID"], client["CTP_CLIENT_SECRET"])
    with stack.http(client) as http:
        http.post("customers", json={"email": email, "password": "secret"}).raise_for_status()
    asked = {
        "customers": {"grant_type": "password", "username": email, "password": "secret"},
        "anonymous": {"grant_type": "client_credentials"},
    }
    below = f"{stack.url}/oauth/{client['CTP_PROJECT_KEY']}"
    granted = [httpx.post(f"{below}/{who}/token", data=data, auth=auth, timeout=30) for who, data in asked.items()]
    return [answer.raise_for_status().json()["access_token"] for answer in granted]


@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", [1, 2])
def test_no_request_however_hostile_is_answered_with_5xx(
    stack: Stack, client: dict[str, str], shoppers: list[str], seed: int
) -> None:
    random = Random(seed)
    stranger = Stranger(random, reference(), is_served)
    broken = []
    with stack.http(client) as http:
        for path in stranger.collections():
            stranger.learn(path, 200, http.get(path).raise_for_status().json())
        for _ in range(REQUESTS):
            method, path, options = stranger.request()
            if "me" in path.split("/"):
                options.setdefault("headers", {})["Authorization"] = f"Bearer {random.choice(shoppers)}"
            answer = http.request(method, path, **options)
            is_json = answer.headers.get("Content-Type") == "application/json"
            stranger.learn(path, answer.status_code, answer.json() if is_json and answer.content else None)
            if answer.status_code >= 500 or not is_json:
                broken.append(f"{answer.status_code} {method} {path} {options} {answer.text[:300]}"[:2000])
    assert not broken, "\n".join(broken)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("POST", "categories", 401),
        ("POST", "carts", 401),
        ("POST", "categories/search", 404),
        ("PUT", "categories", 405),
    ],
)
def test_a_large_body_is_refused_for_what_is_wrong_with_it(stack: Stack, method: str, path: str, status: int) -> None:
    """The refusal comes before the body was read: the connection must bear that."""
    headers = {"Authorization": "Bearer outdated"} if status == 401 else {}
    with stack.http() as http:
        answers = {http.request(method, path, content=LARGE, headers=headers).status_code for _ in range(20)}
    assert answers == {status}
