"""Alive and ready.

``/health`` answers as long as the process does: a failing probe restarts it, so it depends on nothing else.
``/ready`` asks what the service cannot work without: a failing probe takes it out of the load balancer.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

logger = logging.getLogger(__name__)

Check = Callable[[], Any]
"""Raises when its part does not answer; bounds its own time."""

_REMEMBERED_SECONDS = 1.0  # however many ask, the database and the broker are asked once a second


def health_routes(service: str, ready: Mapping[str, Check], health_path: str) -> Blueprint:
    """``/health``, ``/ready``, and the first again as ``health_path``, which the gateway serves."""
    routes = Blueprint("health", __name__)
    readiness = Readiness(ready)

    @routes.get("/health")
    @routes.get(health_path, endpoint="public_health")
    def health() -> ResponseReturnValue:
        return jsonify(service=service, status="alive")

    @routes.get("/ready")
    def is_ready() -> ResponseReturnValue:
        checks = readiness.ask()
        well = all(answer == "ok" for answer in checks.values())
        return jsonify(service=service, status="ready" if well else "not ready", checks=checks), 200 if well else 503

    return routes


class Readiness:
    """The checks' answers, one round at a time."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self.checks = checks
        self.answers: dict[str, str] = {}
        self.asked_at_seconds = float("-inf")
        self.lock = threading.Lock()

    def ask(self) -> dict[str, str]:
        with self.lock:
            if time.monotonic() - self.asked_at_seconds > _REMEMBERED_SECONDS:
                self.answers = {name: self._answer(name, check) for name, check in self.checks.items()}
                self.asked_at_seconds = time.monotonic()
            return self.answers

    @staticmethod
    def _answer(name: str, check: Check) -> str:
        try:
            check()
        except Exception as error:  # whatever a driver raises, the part did not answer
            logger.warning("%s does not answer: %s", name, error)
            return "does not answer"
        return "ok"
