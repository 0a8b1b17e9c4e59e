"""Who sweeps a collection: one relay at a time, so that two do not send everything twice.

Only work is at stake, not order or loss, so clocks that differ do no harm.
"""

import socket
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from pymongo.database import Database
from pymongo.errors import DuplicateKeyError

COLLECTION = "_leases"
HELD_SECONDS = 15

ME = f"{socket.gethostname()}/{uuid4().hex[:8]}"


def hold(database: Database[dict[str, Any]], name: str, holder: str = ME) -> bool:
    """Take or extend the lease ``name``; False while another holds it."""
    now = datetime.now(UTC)
    free_or_mine = {"_id": name, "$or": [{"holder": holder}, {"until": {"$lt": now}}]}
    mine = {"$set": {"holder": holder, "until": now + timedelta(seconds=HELD_SECONDS)}}
    try:
        database[COLLECTION].update_one(free_or_mine, mine, upsert=True)
    except DuplicateKeyError:  # it exists and is not free: the upsert tried to insert it again
        return False
    return True
