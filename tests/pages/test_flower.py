"""Flower, as an operator uses it after a customer has ordered: workers, tasks, buttons, queues."""

import re
from typing import Any

import pytest
from celery import Celery
from playwright.sync_api import Locator, Page, expect

from cli.topics import QUIET
from common.celery.app import make_celery
from common.services import table
from tests.support.shopping import Shop
from tests.support.stack import Stack
from tests.support.waiting import wait_until

POOLS = [*(f"worker-{service.name}" for service in table().services), "relay"]
PATIENCE_SECONDS = 30
COMMANDS = ("commands.ClaimCart", "commands.ReserveStock", "commands.CreateOrder")


@pytest.fixture(scope="module")
def journey(stack: Stack) -> None:
    """A product, a cart and an order."""
    with stack.http() as http:
        shop = Shop(http)
        assert shop.order(shop.cart({shop.hat(stock=3): 1})).status_code == 201


@pytest.fixture
def celery(stack: Stack) -> Celery:
    """To ask the workers themselves."""
    celery = make_celery("product")
    celery.conf.broker_url = f"kafka://{stack.kafka}"
    celery.conf.broker_transport_options |= QUIET
    return celery


@pytest.fixture
def flower(page: Page, stack: Stack, journey: None) -> Page:
    """The tab, at Flower's first page."""
    page.goto(f"http://127.0.0.1:{stack.port + table().ports['flower']}/")
    return page


def follow(page: Page, tab: str) -> None:
    page.get_by_role("navigation", name="Primary navigation").get_by_role("link", name=tab, exact=True).click()


def worker_row(page: Page, pool: str) -> Locator:
    return page.locator("#workers-table tbody tr").filter(has=page.locator(f'a[title^="{pool}@"]'))


def open_worker(page: Page, pool: str) -> str:
    """To its page; its whole name."""
    follow(page, "Workers")
    link = worker_row(page, pool).get_by_role("link").first
    name = link.get_attribute("title")
    assert name
    link.click()
    expect(page.locator("#workername")).to_have_text(name)
    return name


def task_row(page: Page, task: str) -> Locator:
    follow(page, "Tasks")
    page.get_by_role("searchbox").fill(task)
    return page.locator("#tasks-table tbody tr").filter(has_text=task).first


def test_every_worker_pool_is_online(flower: Page) -> None:
    for pool in POOLS:
        expect(worker_row(flower, pool)).to_contain_text("Online")


@pytest.mark.parametrize("command", COMMANDS)
def test_the_tasks_of_an_order_are_listed_as_succeeded_with_their_runtime(flower: Page, command: str) -> None:
    row = task_row(flower, command)
    columns = flower.locator("#tasks-table thead th").evaluate_all("found => found.map(each => each.dataset.column)")
    cells = row.locator("td")
    expect(cells.nth(columns.index("state"))).to_have_text("SUCCESS")
    expect(cells.nth(columns.index("runtime"))).to_have_text(re.compile(r"\d"))


def test_a_task_has_a_page_with_its_details(flower: Page) -> None:
    task_row(flower, "commands.ReserveStock").locator('a[href*="/task/"]').click()
    details = flower.locator("dl")
    for term, said in {"Status": "SUCCESS", "Worker": "worker-product@", "Runtime": "ms", "Arguments": "-"}.items():
        expect(detail(details, term)).to_contain_text(re.compile(re.escape(said), re.IGNORECASE))


def detail(details: Locator, term: str) -> Locator:
    return details.locator(".detail-row").filter(has=details.page.get_by_text(term, exact=True)).locator("dd").first


def test_a_pool_grows_and_shrinks_at_the_push_of_a_button(flower: Page, celery: Celery) -> None:
    name = open_worker(flower, "worker-customer")

    def threads() -> int:
        stats: dict[str, Any] = celery.control.inspect([name], timeout=5).stats() or {}
        return int(stats[name]["pool"]["max-concurrency"])

    before = wait_until(threads, PATIENCE_SECONDS)
    flower.get_by_label("Pool size", exact=True).fill("2")
    flower.get_by_role("button", name="Grow", exact=True).click()
    wait_until(lambda: threads() == before + 2, PATIENCE_SECONDS)
    flower.get_by_role("button", name="Shrink", exact=True).click()
    wait_until(lambda: threads() == before, PATIENCE_SECONDS)


def test_a_task_that_waits_is_revoked_at_the_push_of_a_button(flower: Page, celery: Celery) -> None:
    id = celery.send_task("product.follow_types", queue="product", countdown=50).id
    url = flower.url.rstrip("/")

    def waits() -> bool:
        flower.goto(f"{url}/task/{id}")
        return flower.get_by_role("button", name="Revoke", exact=True).is_visible()

    wait_until(waits, PATIENCE_SECONDS)
    flower.get_by_role("button", name="Revoke", exact=True).click()

    def revoked() -> bool:
        told = celery.control.inspect(timeout=5).revoked() or {}
        return any(id in ids for name, ids in told.items() if name.startswith("worker-product@"))

    wait_until(revoked, PATIENCE_SECONDS)


def test_the_broker_tab_tells_each_queue_and_group(flower: Page, stack: Stack) -> None:
    follow(flower, "Broker")
    expect(flower.get_by_text(stack.kafka)).to_be_visible()
    for pool in table().pools():
        for queue in pool.queues:
            row = flower.locator("#queue-table tbody tr").filter(has_text=f"{queue} ({pool.group})")
            cells = row.get_by_role("cell")
            expect(cells.nth(4)).to_have_text("1")  # a consumer
            expect(cells.nth(1)).to_have_text(re.compile(r"\d+"))
