"""Connects the guarded write with the publisher: what this process writes, it sends at once."""

from celery import Celery
from pymongo.collection import Collection

from common.celery.sending import event_sender
from common.events.publisher import Publisher
from common.resources.document import Stored
from common.resources.write import on_write
from common.services import table
from common.settings import settings


def publish_writes(service: str, celery: Celery) -> Publisher:
    """From now on every write to the service's database is told moments later."""
    database = settings().database_of(service)
    publisher = Publisher(event_sender(celery), table()[service].events)

    def told(collection: Collection[Stored], id: str, within_seconds: float) -> None:
        if collection.database.name == database:  # one process may hold several services in tests
            publisher.published_soon(collection, id, within_seconds)

    on_write(told)
    return publisher
