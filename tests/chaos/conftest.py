"""Orders as their clients see them, with worker pools that can be killed."""

import pytest

from tests.support.order_pools import api, app, pools, sagas_of_order, told_at_once  # noqa: F401


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("chaos", "what ci/chaos decides")
    group.addoption("--orders", type=int, default=60, help="how many orders are placed while processes are killed")
    group.addoption("--kills", type=int, default=8, help="how many processes are killed meanwhile")
    group.addoption("--seed", type=int, default=20261123, help="decides which process is killed, and when")
