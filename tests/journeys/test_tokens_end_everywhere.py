"""What account decides, the other services hear: tokens that end, and what they themselves said as messages."""

import httpx
import pytest

from tests.support.stack import Stack
from tests.support.waiting import wait_until

ONE_OF_EACH_SERVICE = ("", "categories", "carts", "customer-groups", "orders")
SOON = 20
"""Seconds. Five is what we promise; on a busy machine a test may wait longer, but not for a token to expire."""


@pytest.fixture
def doomed(stack: Stack) -> tuple[str, str, str]:
    """A new client's id and secret, and a token of its that every service has seen."""
    project = stack.client()["CTP_PROJECT_KEY"]
    with stack.http() as http:
        draft = {"name": "doomed", "scope": f"manage_project:{project}"}
        made = http.post("api-clients", json=draft).raise_for_status().json()
    asked = {"grant_type": "client_credentials"}
    granted = httpx.post(f"{stack.url}/oauth/token", data=asked, auth=(made["id"], made["secret"]), timeout=30)
    token = granted.raise_for_status().json()["access_token"]
    assert statuses(stack, token) == [200] * len(ONE_OF_EACH_SERVICE)
    return made["id"], made["secret"], token


def statuses(stack: Stack, token: str) -> list[int]:
    """What each service answers to the token."""
    project, bearer = stack.client()["CTP_PROJECT_KEY"], {"Authorization": f"Bearer {token}"}
    addresses = [f"{stack.url}/{project}/{path}".rstrip("/") for path in ONE_OF_EACH_SERVICE]
    return [httpx.get(address, headers=bearer, timeout=30).status_code for address in addresses]


def test_a_revoked_token_is_soon_refused_by_every_service(stack: Stack, doomed: tuple[str, str, str]) -> None:
    *client, token = doomed
    revoking = httpx.post(f"{stack.url}/oauth/token/revoke", data={"token": token}, auth=tuple(client), timeout=30)
    assert revoking.status_code == 200
    wait_until(lambda: set(statuses(stack, token)) == {401}, SOON, of="the token being refused everywhere")


def test_with_a_client_its_tokens_soon_end_in_every_service(stack: Stack, doomed: tuple[str, str, str]) -> None:
    id, _, token = doomed
    with stack.http() as http:
        http.delete(f"api-clients/{id}").raise_for_status()
    wait_until(lambda: set(statuses(stack, token)) == {401}, SOON, of="the token being refused everywhere")


def test_what_another_service_changed_is_soon_among_the_messages(stack: Stack) -> None:
    with stack.http() as http:
        draft = {"name": {"en": "Hats"}, "slug": {"en": "hats-that-say-so"}}
        hats = http.post("categories", json=draft).raise_for_status().json()
        about = f'resource(typeId="category" and id="{hats["id"]}")'

        def said() -> list[str]:
            found = http.get("messages", params={"where": about}).raise_for_status().json()
            return [message["type"] for message in found["results"]]

        assert wait_until(said, SOON) == ["CategoryCreated"]
        shown = http.get("messages", params={"where": about, "expand": "resource"}).raise_for_status().json()
        assert shown["results"][0]["resource"]["obj"] == hats


def test_internal_routes_are_not_to_be_had_from_outside(stack: Stack) -> None:
    asked = {"projectKey": "demo", "typeId": "api-client", "ids": ["x"]}
    assert httpx.post(f"{stack.url}/internal/resources", json=asked, timeout=30).status_code in (401, 404)
