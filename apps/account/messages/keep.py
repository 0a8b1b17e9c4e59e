"""Keeps the messages that events carry. The same event may come again, and in any order: a message's id decides."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from pymongo.errors import BulkWriteError

from apps.account.messages.document import StoredMessage
from apps.account.projects.document import Project
from common.contracts.events import ResourceChanged
from common.resources.collection import is_alive, named
from common.resources.document import collection_of
from common.wire.json import Json

ALREADY_KEPT = 11000  # MongoDB's code for a duplicate key


def keep(event: ResourceChanged) -> None:
    """Keep what is new of the event's messages, if the project keeps messages. What is erased leaves none."""
    if event.erased:
        forget_messages(event.project_key, event.type_id, [event.id])
        return
    if not event.messages or not (days := _days_kept(event.project_key)):
        return
    expires_at = datetime.now(UTC) + timedelta(days=days)
    rows = [_at_rest(event.project_key, message, expires_at) for message in event.messages]
    try:
        collection_of(StoredMessage).insert_many(rows, ordered=False)
    except BulkWriteError as problem:
        _check(problem.details["writeErrors"], problem)


def forget_messages(project_key: str, type_id: str, ids: Sequence[str]) -> None:
    """All that these resources have told."""
    for id in ids:
        about = {"projectKey": project_key, "resource.typeId": type_id, "resource.id": id}
        collection_of(StoredMessage).delete_many(about)


def _at_rest(project_key: str, message: Json, expires_at: datetime) -> Json:
    shown = {name: value for name, value in message.items() if name != "id"}
    return {"_id": message["id"], "projectKey": project_key, "_expiresAt": expires_at, **shown}


def _check(failures: Iterable[Json], problem: BulkWriteError) -> None:
    if any(failure["code"] != ALREADY_KEPT for failure in failures):
        raise problem


def _days_kept(project_key: str) -> int | None:
    """None if the project does not want its messages kept, or is gone."""
    wanted = named(project_key, _id=project_key)
    project = collection_of(Project).find_one(wanted, {"messages": 1, "_deletedAt": 1})
    if not is_alive(project) or not project["messages"]["enabled"]:
        return None
    days: int = project["messages"]["deleteDaysAfterCreation"]
    return days
