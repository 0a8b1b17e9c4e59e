"""Where runs are kept: the collection ``sagas`` of the service that owns the saga."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.sagas.run import Run, now

Json = dict[str, Any]
COLLECTION = "sagas"
SPENT_SINCE = "spentSince"
INDEXES = (
    IndexModel(
        [("projectKey", ASCENDING), ("open", ASCENDING)],
        name="one open run",
        unique=True,
        partialFilterExpression={"open": {"$exists": True}},
    ),
    IndexModel([("projectKey", ASCENDING), ("joinKey", ASCENDING)], name="by join key"),
    IndexModel([("dueAt", ASCENDING)], name="by due time", sparse=True),
    IndexModel([(SPENT_SINCE, ASCENDING)], name="spent since", sparse=True),
)


class Runs:
    def __init__(self, collection: Collection[Json]) -> None:
        self.collection = collection

    def begin(self, run: Run) -> Run:
        """The run, stored; or the one that has its id, or is already under way for the same ``joinKey``."""
        while True:
            try:
                self.collection.insert_one(dict(run.stored))
                return run
            except DuplicateKeyError:
                if same := self.find(run.id):
                    return same
                for other in self._asked_for(run.project_key, run.stored["joinKey"]):
                    if not other.is_over:
                        return other
                # it was over in between, so its key is free again

    def find(self, saga_id: str) -> Run | None:
        found = self.collection.find_one({"_id": saga_id})
        return Run(found) if found else None

    def move(self, before: Run, after: Run) -> bool:
        """Store ``after`` if the run still stands where ``before`` stood."""
        return self.collection.replace_one(_still_at(before), after.stored).matched_count > 0

    def overdue(self, sagas: Iterable[str], limit: int) -> Iterable[Run]:
        """Of these sagas, by name: another worker, of another version perhaps, may run others."""
        due = {"dueAt": {"$lte": now()}, "saga": {"$in": sorted(sagas)}}
        return map(Run, list(self.collection.find(due).limit(limit)))

    def postpone(self, run: Run, due_at: datetime, *, parked: bool) -> bool:
        """Count one more attempt; False if somebody else just did, or the run has moved on."""
        changes: Json = {"dueAt": due_at} | ({"parked": True} if parked else {})
        guard = _still_at(run) | {"attempts": run.attempts}
        return self.collection.update_one(guard, {"$set": changes, "$inc": {"attempts": 1}}).matched_count > 0

    def make_due(self, saga_id: str) -> bool:
        """Have the next sweep send the current command again; False if the run is over or unknown."""
        open_run = {"_id": saga_id, "dueAt": {"$exists": True}}
        return self.collection.update_one(open_run, {"$set": {"dueAt": now()}}).matched_count > 0

    def done_but_untold(self, project_key: str, join_key: str) -> Run | None:
        """The run that did what is asked for again, if its caller never heard of it."""
        runs = self._asked_for(project_key, join_key)
        return next((run for run in runs if run.stored.get("outcome") == "done" and not run.stored.get("told")), None)

    def tell(self, saga_ids: Iterable[str]) -> None:
        """Note that callers have their answers."""
        self.collection.update_many(
            {"_id": {"$in": list(saga_ids)}}, {"$set": {"told": True}, "$unset": {"learned": ""}}
        )

    def forget_given(self, saga_ids: Iterable[str]) -> None:
        """Of runs that are over: what they began with may speak of a person."""
        over = {"_id": {"$in": list(saga_ids)}, "endedAt": {"$exists": True}}
        self.collection.update_many(over, {"$set": {"given": {}}})

    def ended(self, saga_ids: Iterable[str]) -> Iterable[Run]:
        """Those of them that are over."""
        found = self.collection.find({"_id": {"$in": list(saga_ids)}})
        return (run for run in map(Run, found) if run.is_over)

    def _asked_for(self, project_key: str, join_key: str) -> list[Run]:
        """All for one ``joinKey``: a few. Their states are looked at here, as the laptop's database uses a
        compound index only for a query of exactly its fields."""
        found = self.collection.find({"projectKey": project_key, "joinKey": join_key})
        return [Run(run) for run in found]

    def count_parked(self) -> int:
        return self.collection.count_documents({"dueAt": {"$exists": True}, "parked": True})


def _still_at(run: Run) -> Json:
    # which is not where a run that is over stands: past the last step, or before the first
    return {"_id": run.id, "step": run.at.step, "forward": run.at.forward}
