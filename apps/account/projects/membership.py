"""Who belongs to a project: whoever made it, and whoever a member added since. To anybody else it does not exist."""

from apps.account.projects.document import Project
from apps.account.users.document import Stored
from common.errors import ResourceNotFound
from common.resources.collection import ALIVE
from common.resources.document import collection_of


def projects_of(user: Stored) -> Stored:
    """The filter that selects a user's projects."""
    return {"$or": [{"_owner": user["_id"]}, {"_id": {"$in": user["projects"]}}], **ALIVE}


def is_member(key: str, user: Stored) -> bool:
    return collection_of(Project).find_one({"_id": key, **projects_of(user)}, {"_id": 1}) is not None


def visible_project(key: str, user: Stored) -> None:
    """ResourceNotFound unless the project exists and the user is a member."""
    if not is_member(key, user):
        raise ResourceNotFound(f"key '{key}'")
