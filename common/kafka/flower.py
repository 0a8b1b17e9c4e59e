"""Flower's broker tab on Kafka: how many records of each queue each group has not finished.

Flower knows RabbitMQ and Redis only. Import this module where Flower loads its app (`celery -A … flower`).
"""

import asyncio
from collections.abc import Iterable
from typing import Any

from celery import Celery
from flower.utils.broker import Broker
from flower.views import BaseHandler

from common.kafka.operators import backlogs


class KafkaBroker:
    """What Flower's view asks of a broker."""

    def __init__(self, app: Celery) -> None:
        self._app = app

    async def queues(self, names: Iterable[str]) -> list[dict[str, Any]]:
        """Every group's, whether Flower has ``names`` of it or not: a pool that is down is the one to look at."""
        found = await asyncio.to_thread(backlogs, self._app)
        return [
            {"name": f"{each.queue} ({each.group})", "messages": each.lag, "consumers": len(each.consumers)}
            for each in found
        ]


_stock = BaseHandler.get_broker


def _get_broker(self: BaseHandler) -> KafkaBroker | Broker:
    return KafkaBroker(self.capp) if self.application.transport == "kafka" else _stock(self)


BaseHandler.get_broker = _get_broker
