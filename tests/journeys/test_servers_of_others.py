"""`ms-commerce run` on a database and a Kafka that somebody else runs: it starts none of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.secured_kafka import Secured, secured_kafka
from tests.support.servers import Server
from tests.support.shopping import Shop
from tests.support.stack import Stack


@pytest.fixture
def kafka(data_dir: Path) -> Iterator[Secured]:
    secured = secured_kafka(data_dir / "kafka")
    yield secured
    secured.server.process.kill()


@pytest.mark.timeout(500)
def test_a_stack_lives_on_a_given_database_and_a_kafka_that_wants_a_password(
    kafka: Secured, mongodb: Server, tmp_path: Path
) -> None:
    stack = Stack(tmp_path / "var", {"MONGODB_URI": mongodb.url, **kafka.environment})
    stack.start()
    own = " ".join(" ".join(process.cmdline()) for process in stack.family())
    assert "cli.stack.mongo" not in own
    assert "noida-db" not in own
    with stack.http() as http:
        shop = Shop(http)
        hat = shop.hat(stock=1)
        assert shop.order(shop.cart({hat: 1})).status_code == 201
        assert shop.stock(hat) == (0, 0)
    stack.stop()
