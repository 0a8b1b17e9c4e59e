"""Notes of products whose standalone prices may be discounted otherwise now: put on sale, taken off, changed.

The note is left before the product is written, so it says a moment that is surely after that: a crash between the two
leaves a note that finds nothing to do.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from common.database import database
from common.wire.times import as_text

COLLECTION = "standalone_prices"
SURELY_WRITTEN = timedelta(seconds=5)


def leave_notes(project_key: str, skus: Iterable[str]) -> None:
    wanted = {"projectKey": project_key, "sku": {"$in": sorted(skus)}}
    since = as_text(datetime.now(UTC) + SURELY_WRITTEN)
    database("product")[COLLECTION].update_many(wanted, {"$set": {"_unfollowedSince": since}})
