"""Fixtures that every suite may ask for.

A server is started by the first test that needs it and lives as long as the session.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pymongo
import pytest

from tests.support.apache_kafka import apache_kafka
from tests.support.contract import contract
from tests.support.servers import Server, embedded_broker, mongo_server
from tests.support.span_collector import Spans, collecting
from tests.support.stack import START_WITHIN_SECONDS, Stack, running_stack

# How long one example takes says something of the machine: the suites have times of their own. And whether a change
# passes must not be luck: laws are asked the same examples each time, and `ci/explore` looks for others.
hypothesis.settings.register_profile("exploring", deadline=None)
hypothesis.settings.register_profile("gate", deadline=None, derandomize=True, database=None)
hypothesis.settings.load_profile("gate")

BROKERS = {"embedded": embedded_broker, "apache": apache_kafka}
INTEGRATION = Path(__file__).parent / "integration"
BROKERED = {"broker", "stack"}
NOT_OURS = {"admin", "local", "config"}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--ledger", type=Path, help="where to write down what succeeded, for ci/coverage")
    parser.addoption(
        "--broker",
        choices=sorted(BROKERS),
        default=os.environ.get("TEST_BROKER", "embedded"),
        help="what the fixture `broker` starts: the laptop's, or Apache Kafka (after ci/setup)",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The first test that needs the whole platform also waits for its start. On Apache Kafka, a test of integration
    that has no broker would only be run a second time.
    """
    if config.getoption("--broker") == "apache":
        brokerless = [item for item in items if INTEGRATION in item.path.parents and not _fixtures(item) & BROKERED]
        config.hook.pytest_deselected(items=brokerless)
        items[:] = [item for item in items if item not in brokerless]
    for item in items:
        if "stack" in _fixtures(item) and not item.get_closest_marker("timeout"):
            item.add_marker(pytest.mark.timeout(START_WITHIN_SECONDS + 120))


def _fixtures(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


def pytest_sessionfinish(session: pytest.Session) -> None:
    if path := session.config.getoption("--ledger"):
        contract().ledger.write(path)


@pytest.fixture(scope="session")
def mongodb_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One MongoDB server for the session; `MONGODB_URI` names it before a service reads its settings."""
    server = mongo_server(tmp_path_factory.mktemp("mongodb"))
    os.environ["MONGODB_URI"] = server.url
    yield server
    server.process.kill()


@pytest.fixture
def mongodb(mongodb_server: Server) -> Server:
    """The session's MongoDB server, empty: indexes stay, documents of earlier tests do not."""
    with pymongo.MongoClient[dict[str, object]](mongodb_server.url) as client:
        for name in set(client.list_database_names()) - NOT_OURS:
            for collection in client[name].list_collection_names():
                client[name][collection].delete_many({})
    return mongodb_server


@pytest.fixture(scope="session")
def broker(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One Kafka-protocol broker for the session, the kind that `--broker` says."""
    server = BROKERS[request.config.getoption("--broker")](tmp_path_factory.mktemp("broker"))
    os.environ["KAFKA_BOOTSTRAP_SERVERS"] = server.url
    yield server
    server.process.kill()


@pytest.fixture(scope="session")
def spans() -> Iterator[Spans]:
    """What the session's stack traces."""
    with collecting() as spans:
        yield spans


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, spans: Spans) -> Iterator[Stack]:
    """`ms-commerce run`, whole and traced; on the laptop's broker, or on Apache Kafka with `--broker=apache`."""
    with running_stack(request, tmp_path_factory.mktemp("stack"), spans.url) as stack:
        yield stack


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """Where a server that a test starts for itself keeps its data and log."""
    return tmp_path
