"""Orders as their clients see them, with worker pools that can be killed."""

from collections.abc import Iterator

import pytest

from tests.chaos.faults import Faults
from tests.support.order_pools import api, app, pools, sagas_of_order, told_at_once  # noqa: F401
from tests.support.span_collector import Spans
from tests.support.stack import Stack, running_stack


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("chaos", "what ci/chaos decides")
    group.addoption("--orders", type=int, default=60, help="how many orders are placed while processes are killed")
    group.addoption("--kills", type=int, default=8, help="how many processes are killed meanwhile")
    group.addoption("--seed", type=int, default=20261123, help="decides which process is killed, and when")


@pytest.fixture(scope="module")
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, spans: Spans) -> Iterator[Stack]:
    """Gone before the next module's pools start: on one broker both would be in the same consumer groups."""
    with running_stack(request, tmp_path_factory.mktemp("stack"), spans.url) as stack:
        yield stack


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Faults:
    return Faults(tmp_path_factory.mktemp("faults"))
