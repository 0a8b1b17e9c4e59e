"""A service's connection to its own database, under its own name: one process may hold several (tests, the CLI)."""

import mongoengine
from mongoengine.connection import get_connection, get_db
from pymongo import MongoClient
from pymongo.database import Database

from common.observability.database import Heartbeats
from common.settings import settings

PING_TIMEOUT_MS = 2000
HEARTBEATS = Heartbeats()


def connect(service: str) -> None:
    """Point the documents whose ``db_alias`` is the service's name at its database. Lazy: nothing is sent yet."""
    made: MongoClient[dict[str, object]] = mongoengine.connect(
        settings().database_of(service),
        alias=service,
        host=settings().mongodb_uri,
        uuidRepresentation="standard",
        tz_aware=True,
        serverSelectionTimeoutMS=5000,
        appname=f"ms-commerce-{service}",
        event_listeners=[HEARTBEATS],
    )
    HEARTBEATS.of(made)


def database(service: str) -> Database[dict[str, object]]:
    return get_db(service)


def client(service: str) -> MongoClient[dict[str, object]]:
    return get_connection(service)


def ping(service: str) -> None:
    """Raise if the database does not answer within two seconds."""
    database(service).command("ping", maxTimeMS=PING_TIMEOUT_MS)
