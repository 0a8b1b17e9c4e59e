"""The relay's app as Flower loads it, ``celery --app workers.relay.flower flower``: its broker tab knows Kafka."""

import common.kafka.flower  # noqa: F401  # gives Flower the tab
from workers.relay.app import app

__all__ = ["app"]
