"""Replicas at rest: ``{_id: "<projectKey>/<typeId>/<id>", projectKey, typeId, id, version, deleted?, json,
lookups}``.

Every write is one guarded upsert that only a newer version passes. A deleted resource stays as a tombstone
with its version, so that an older state that arrives late does not bring it back.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.collection import Collection
from pymongo.errors import DuplicateKeyError

from common.database import database
from common.replicas.listening import Json, Listen, by_type

COLLECTION = "replicas"

INDEXES = [
    IndexModel([("projectKey", ASCENDING), ("typeId", ASCENDING), ("lookups", ASCENDING)], name="lookups"),
    IndexModel([("typeId", ASCENDING), ("_id", ASCENDING)], name="all of a type"),
]


class Replicas:
    """One service's replicas."""

    def __init__(self, service: str, listens: Sequence[Listen]) -> None:
        self.service, self.listens = service, by_type(listens)

    @property
    def collection(self) -> Collection[dict[str, Any]]:
        return database(self.service)[COLLECTION]

    def find(self, project_key: str, type_id: str, ids: Iterable[str]) -> dict[str, Json]:
        """id → JSON as on the wire, of those known here."""
        names = [identity(project_key, type_id, id) for id in ids]
        found = self.collection.find({"_id": {"$in": names}}, {"_id": 0, "id": 1, "json": 1})
        return {replica["id"]: replica["json"] for replica in found if "json" in replica}  # a tombstone has none

    def find_by(self, project_key: str, type_id: str, lookups: Iterable[str]) -> dict[str, list[Json]]:
        """``"sku:abc"`` → every resource known here that has it; a lookup that finds nothing is absent."""
        wanted = set(lookups)
        query = {"projectKey": project_key, "typeId": type_id, "lookups": {"$in": sorted(wanted)}}
        found: dict[str, list[Json]] = defaultdict(list)
        for replica in self.collection.find(query, {"_id": 0, "json": 1, "lookups": 1}):
            for lookup in wanted.intersection(replica["lookups"]):
                found[lookup].append(replica["json"])
        return dict(found)

    def write(self, project_key: str, type_id: str, json: Json, *, again: bool = False) -> bool:
        """Keep this state if it is newer than what is known; whether it was.

        ``again`` also writes the version that is known, to derive its lookups anew.
        """
        state = {"json": json, "lookups": self.listens[type_id].lookups_of(json)}
        return self._write(
            project_key, type_id, json["id"], json["version"], state, ("deleted",),
            again=again, anew=self.listens[type_id].keeps(json),
        )  # fmt: skip

    def bury(self, project_key: str, type_id: str, id: str, version: int) -> bool:
        """Remember that it was deleted with this version, if that is newer than what is known."""
        return self._write(project_key, type_id, id, version, {"deleted": True}, ("json", "lookups"))

    def versions(self, type_id: str) -> Iterable[Mapping[str, Any]]:
        """``{projectKey, id, version}`` of everything of this type that is not deleted."""
        query = {"typeId": type_id, "deleted": None}
        return self.collection.find(query, {"_id": 0, "projectKey": 1, "id": 1, "version": 1})

    def _write(
        self,
        project_key: str,
        type_id: str,
        id: str,
        version: int,
        state: Json,
        without: Iterable[str],
        *,
        again: bool = False,
        anew: bool = True,
    ) -> bool:
        """``anew``: also if it was not known at all."""
        older = {"_id": identity(project_key, type_id, id), "version": {"$lte" if again else "$lt": version}}
        known = {"projectKey": project_key, "typeId": type_id, "id": id, "version": version, **state}
        try:
            self.collection.update_one(older, {"$set": known, "$unset": dict.fromkeys(without, "")}, upsert=anew)
        except DuplicateKeyError:  # it is known and not older: the upsert tried to insert it again
            return False
        return True


def identity(project_key: str, type_id: str, id: str) -> str:
    return f"{project_key}/{type_id}/{id}"
