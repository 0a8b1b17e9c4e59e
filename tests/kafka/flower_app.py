"""The tests' app as Flower loads it: with the broker tab."""

import common.kafka.flower  # noqa: F401
from tests.kafka.tasks import app

__all__ = ["app"]
