"""Project keys: the first segment of every path, so some are taken by paths, and none is ever given to a second owner.

A key that was free again after its project's deletion would hand the old project's catalogue, customers and orders in
the other services to whoever takes it. So a key stays reserved for good.
"""

import re
from datetime import UTC, datetime
from functools import cache

from pymongo.errors import DuplicateKeyError

from apps.account.collections import collection
from common.errors import DuplicateField, InvalidField
from common.services import table

KEY = re.compile(r"[a-z0-9_-]{2,36}\Z")


@cache
def taken_by_paths() -> frozenset[str]:
    """First segments that are no projects; ``local`` commercetools refuses too."""
    paths = [path for service in table().services for path in (*service.roots, service.health)]
    return frozenset(
        {path.strip("/").split("/")[0] for path in paths} | {"internal", "health", "ready", "metrics", "local"}
    )


def reserve(key: str, owner: str) -> None:
    """Have the key for this owner. InvalidField if it cannot be a key, DuplicateField if it is somebody's or was."""
    if not KEY.match(key) or key in taken_by_paths():
        raise InvalidField("key", key)
    try:
        collection("project_keys").update_one(
            {"_id": key, "owner": owner, "deletedAt": None},
            {"$setOnInsert": {"reservedAt": datetime.now(UTC)}},
            upsert=True,
        )
    except DuplicateKeyError:
        raise DuplicateField("key", key) from None


def retire(key: str) -> None:
    """The project is gone; its key may not come back."""
    collection("project_keys").update_one({"_id": key}, {"$set": {"deletedAt": datetime.now(UTC)}})
