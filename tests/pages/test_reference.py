"""The API reference at /docs: of all services, from this machine alone, with a token and a request that work."""

import pytest
from playwright.sync_api import Page, expect

from tests.support.stack import Stack


@pytest.fixture
def reference(page: Page, stack: Stack) -> Page:
    """The tab, at the reference; every address that it asks for is noted in ``page.asked``."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{stack.url}/docs")
    expect(page.locator(".opblock-tag-section").first).to_be_visible(timeout=30_000)
    assert {address.split("/")[2] for address in asked if address.startswith("http")} == {stack.url.split("/")[2]}
    return page


def test_every_service_is_in_it(reference: Page) -> None:
    for tag in ("product-types", "products", "categories", "carts", "orders", "customers", "api-clients", "zones"):
        expect(reference.locator(f'h3.opblock-tag[data-tag="{tag}"]')).to_be_visible()
    expect(reference.locator(".errors-wrapper")).to_have_count(0)


def test_an_action_says_what_it_takes(reference: Page) -> None:
    reference.locator('h3.opblock-tag[data-tag="categories"]').click()
    operation = reference.locator("#operations-categories-post__projectKey__categories__id_")
    operation.locator(".opblock-summary-control").click()
    expect(operation.locator(".opblock-section-request-body")).to_contain_text("actions")


def test_it_gets_a_token_and_asks(reference: Page, stack: Stack) -> None:
    client = stack.client()
    reference.get_by_role("button", name="Authorize").click()
    dialog = reference.locator(".dialog-ux")
    dialog.locator("#client_id_clientCredentials, #client_id").first.fill(client["CTP_CLIENT_ID"])
    dialog.locator("#client_secret_clientCredentials, #client_secret").first.fill(client["CTP_CLIENT_SECRET"])
    dialog.locator(".auth-btn-wrapper button.authorize").click()
    expect(dialog.get_by_text("Authorized", exact=True)).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    reference.locator('h3.opblock-tag[data-tag="categories"]').click()
    operation = reference.locator("#operations-categories-get__projectKey__categories")
    operation.locator(".opblock-summary-control").click()
    operation.get_by_role("button", name="Try it out").click()
    operation.locator('tr[data-param-name="projectKey"] input').fill(client["CTP_PROJECT_KEY"])
    operation.get_by_role("button", name="Execute").click()
    expect(operation.locator(".live-responses-table td.response-col_status").last).to_contain_text("200")
