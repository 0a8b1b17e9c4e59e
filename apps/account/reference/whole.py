"""What all services serve together: each is asked for its own description, so that the reference tells of what runs."""

import time
from threading import Lock

import httpx
import orjson

from common.errors import OverCapacity
from common.openapi.merge import merged
from common.services import Service, table
from common.settings import settings
from common.wire.json import Json

TIMEOUT_SECONDS = 5.0
REMEMBERED_SECONDS = 60.0


class Whole:
    """The merged description as JSON text, asked for at most once a minute."""

    def __init__(self) -> None:
        self.lock, self.text, self.until = Lock(), b"", 0.0

    def __call__(self) -> bytes:
        with self.lock:
            if time.monotonic() > self.until:
                described = {service.name: _asked(service) for service in table().services}
                self.text = orjson.dumps(merged(described, "ms-commerce"))
                self.until = time.monotonic() + REMEMBERED_SECONDS
            return self.text


def _asked(service: Service) -> Json:
    try:
        answer = httpx.get(settings().service_url(service.name) + service.openapi, timeout=TIMEOUT_SECONDS)
        answer.raise_for_status()
    except httpx.HTTPError as problem:
        raise OverCapacity(f"The {service.name} service does not say what it serves.") from problem
    said: Json = answer.json()
    return said
