"""What journeys begin with."""

import uuid
from collections.abc import Iterator

import pytest

from tests.support.shopping import Shop
from tests.support.stack import Stack


@pytest.fixture
def shop(stack: Stack) -> Iterator[Shop]:
    """A merchant of the demo project."""
    with stack.http() as http:
        yield Shop(http)


@pytest.fixture
def key() -> str:
    """Nobody has it yet."""
    return uuid.uuid4().hex
