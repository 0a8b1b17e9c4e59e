"""One stack for all journeys."""

from collections.abc import Iterator

import pytest

from tests.support.stack import Stack


@pytest.fixture(scope="session")
def stack(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """`ms-commerce run` on the laptop's broker, or on Apache Kafka with `--broker=apache`."""
    environment = {}
    if request.config.getoption("--broker") == "apache":
        environment["KAFKA_BOOTSTRAP_SERVERS"] = request.getfixturevalue("broker").url
    stack = Stack(tmp_path_factory.mktemp("stack") / "var", environment)
    stack.start()
    yield stack
    stack.stop()
