"""Headless Chromium, Debian's own, for what a person sees and clicks.

Fixtures: a suite of pages imports `chromium` and `page` into its conftest.
"""

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.support.servers import installed

# Chromium refuses root its sandbox, and a container's /dev/shm is small; drawing by software would take a core.
OPTIONS = [*(["--no-sandbox"] if os.geteuid() == 0 else []), "--disable-dev-shm-usage", "--disable-gpu"]
PATIENCE_MILLISECONDS = 30_000


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the session."""
    program = installed("chromium", "run ci/setup")
    expect.set_options(timeout=PATIENCE_MILLISECONDS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A tab without a past. An error in a page's script fails the test, whatever it looked at."""
    with chromium.new_context() as context:
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        page = context.new_page()
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))
        yield page
        assert errors == []
