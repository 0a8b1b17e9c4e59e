"""Rebuilding replicas by task: a pool reads an owner again when the relay says that its log was lost, or when
the pool starts and listens to a type that it never listened to before.
"""

import logging
from datetime import UTC, datetime
from typing import Any

from celery import Celery, signals
from pymongo.collection import Collection

from common.celery.tasks import again_later
from common.database import database
from common.replicas.rebuild import rebuild
from common.replicas.recheck import Neighbours
from common.services import table

logger = logging.getLogger(__name__)

TASK = "replicas.rebuild"
BUILT = "_built"
"""A collection that names the types whose replicas were built once: ``{_id: typeId, at}``."""


def register_rebuilding(celery: Celery, neighbours: Neighbours) -> None:
    listens = neighbours.replicas.listens.values()

    def built() -> Collection[dict[str, Any]]:
        return database(celery.main)[BUILT]

    @celery.task(name=TASK, bind=True)
    def rebuild_replicas(task: Any, owner: str) -> None:
        """All that this service knows of the owner; tried again until the owner answers."""
        try:
            for listen in listens:
                if listen.owner == owner:
                    rebuild(neighbours, listen.type_id)
                    built().update_one({"_id": listen.type_id}, {"$set": {"at": datetime.now(UTC)}}, upsert=True)
        except Exception as error:
            raise again_later(task, error, owner) from error

    @signals.worker_ready.connect(weak=False)
    def rebuild_what_is_new(**_: Any) -> None:
        known = {row["_id"] for row in built().find()}
        for owner in sorted({listen.owner for listen in listens if listen.type_id not in known}):
            celery.send_task(TASK, args=[owner], queue=celery.main)


def rebuild_everywhere(celery: Celery, owner: str) -> None:
    """Ask every pool that reads the owner's events to read the owner again."""
    logger.warning("the log of %s was emptied: who listens to it reads it again", owner)
    for service in table().services:
        if service.name != owner and table()[owner].events in service.worker.queues:
            celery.send_task(TASK, args=[owner], queue=service.name)
