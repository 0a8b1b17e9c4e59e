"""Noticing that a topic of events was emptied: a laptop's broker that was killed, a cluster that was
replaced.

The relay remembers how far each partition had come. A log only grows; one that ends earlier than it did is
another log, and what was in the old one but not read yet is gone: whoever listens reads its owner again.
"""

from collections.abc import Callable, Mapping
from typing import Any

from pymongo.database import Database

COLLECTION = "_logs"

Ends = Callable[[str], Mapping[int, int]]
"""topic → partition → the offset its next record gets."""


class LogWatch:
    """Of one owner's topic; remembers in the owner's database."""

    def __init__(self, database: Database[dict[str, Any]], topic: str, ends: Ends) -> None:
        self.remembered, self.topic, self.ends = database[COLLECTION], topic, ends

    def look(self, when_emptied: Callable[[], None]) -> None:
        """Compare and remember. If ``when_emptied`` raises, the next look finds the same."""
        ends = {str(partition): end for partition, end in self.ends(self.topic).items()}
        before = (self.remembered.find_one({"_id": self.topic}) or {}).get("ends", {})
        if any(ends.get(partition, 0) < end for partition, end in before.items()):
            when_emptied()
        if ends != before:
            self.remembered.update_one({"_id": self.topic}, {"$set": {"ends": ends}}, upsert=True)
