"""W2: a page of twenty products, wherever it lies in the catalogue."""

import random
from collections.abc import Iterator

from tests.bench.client import Client
from tests.bench.load import Job
from tests.bench.workloads import check

PAGE = 20
FIRST_PAGES = 980
"""The last page asked for begins here, so that twenty of 1,000 and twenty of 20,000 are the same question."""


def list_products(_: Client) -> Iterator[Job]:
    while True:
        yield list_page


def list_page(client: Client) -> None:
    first = random.randrange(0, FIRST_PAGES + 1, PAGE)
    page = client.ask("product", "GET", f"products?limit={PAGE}&offset={first}&sort=createdAt")
    check(page["count"] == len(page["results"]) == PAGE and page["offset"] == first, "not a page of twenty")
