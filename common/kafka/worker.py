"""Celery's consumer for workers on this transport: `app.conf.worker_consumer = "common.kafka.worker:Consumer"`.

Celery lets its event loop acknowledge what a pool's thread finished, and send each event as soon as it can. Here any
thread may acknowledge, and events go together: what wakes the loop less often costs less.
"""

import time
from collections.abc import Callable
from typing import Any

from celery import bootsteps
from celery.worker.consumer import Consumer as CelerysConsumer
from kombu.log import get_logger

logger = get_logger(__name__)
EVENTS_EVERY_SECONDS = 0.2
_RUN: int = vars(bootsteps)["RUN"]


class Consumer(CelerysConsumer):
    """What it changes needs an event loop: under gevent and with the solo pool nothing differs."""

    hub: Any  # the stubs know less than there is
    blueprint: Any
    _flush_events: Callable[[], None]
    _events_due_at = 0.0

    def call_soon_ack(self, settle: Any, *args: Any, **kwargs: Any) -> Any:
        """Acknowledge or reject a message, now and in this thread."""
        try:
            settle(*args, **kwargs)
        except Exception as failure:
            logger.exception("a task could not be acknowledged: %r", failure)
        return settle

    def on_send_event_buffered(self) -> Any:
        if self.blueprint.state != _RUN:  # no timer will run any more
            return super().on_send_event_buffered()
        now = time.monotonic()
        if self.hub and now >= self._events_due_at:
            self._events_due_at = now + EVENTS_EVERY_SECONDS
            self.hub.call_soon(self.hub.call_later, EVENTS_EVERY_SECONDS, self._flush_events)
        return None

    def on_close(self) -> None:
        self._flush_events()
        super().on_close()
