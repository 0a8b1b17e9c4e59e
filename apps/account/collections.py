"""Account's collections that are no resources of the API, with their indexes.

What is only needed for a while carries ``expiresAt`` and MongoDB forgets it some time after; whoever reads it asks for
the time as well.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection

from common.auth import attempts
from common.database import database

FORGOTTEN = IndexModel([("expiresAt", ASCENDING)], name="forgotten", expireAfterSeconds=0)

INDEXES: Mapping[str, Sequence[IndexModel]] = {
    "users": [IndexModel([("_email", ASCENDING)], name="unique email", unique=True)],
    "sessions": [FORGOTTEN, IndexModel([("userId", ASCENDING)], name="by user")],
    "refresh_tokens": [
        FORGOTTEN,
        IndexModel([("projectKey", ASCENDING), ("clientId", ASCENDING)], name="by client"),
        IndexModel([("projectKey", ASCENDING), ("customerId", ASCENDING)], name="by customer"),
        IndexModel(
            [("projectKey", ASCENDING), ("anonymousId", ASCENDING)],
            name="unique anonymous id",
            unique=True,
            partialFilterExpression={"anonymousId": {"$exists": True}},
        ),
    ],
    attempts.COLLECTION: attempts.INDEXES,
    "signing_keys": [FORGOTTEN],
}


def collection(name: str) -> Collection[dict[str, Any]]:
    return database("account")[name]
