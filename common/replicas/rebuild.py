"""Reading all of an owner again: for a type that was never listened to, after a lost log, or to see whether
all is well.
"""

import logging
from dataclasses import dataclass

from common.replicas.recheck import Neighbours

logger = logging.getLogger(__name__)


@dataclass
class Difference:
    """What replicas of one type lack, or have too much, compared with their owner. A busy owner shows a
    few for a moment.
    """

    type_id: str
    owned: int = 0
    missing: int = 0
    older: int = 0
    gone: int = 0

    @property
    def none(self) -> bool:
        return not (self.missing or self.older or self.gone)


def rebuild(neighbours: Neighbours, type_id: str) -> Difference:
    """Make the replicas of one type what the owner has; what differed. OwnerAway leaves the rest for the
    next try.
    """
    return _compare(neighbours, type_id, mend=True)


def verify(neighbours: Neighbours, type_id: str) -> Difference:
    """Compare without changing anything."""
    return _compare(neighbours, type_id, mend=False)


def _compare(neighbours: Neighbours, type_id: str, *, mend: bool) -> Difference:
    replicas = neighbours.replicas
    owner = neighbours.owners(replicas.listens[type_id].owner)
    # Read before the owner's pages: what is created meanwhile is then not taken for gone.
    known = {(row["projectKey"], row["id"]): row["version"] for row in replicas.versions(type_id)}
    difference = Difference(type_id)
    for project_key, json in owner.all(type_id):
        version = known.pop((project_key, json["id"]), None)
        if version is None and not replicas.listens[type_id].keeps(json):
            continue
        difference.owned += 1
        difference.missing += version is None
        difference.older += version is not None and version < json["version"]
        if mend:
            replicas.write(project_key, type_id, json, again=True)
    difference.gone = len(known)
    if mend:
        for (project_key, id), version in known.items():
            # Deleting raises the version by one at least. Should it exist after all, its next
            # version is newer.
            replicas.bury(project_key, type_id, id, version + 1)
        logger.info("rebuilt replicas", extra={"difference": vars(difference)})
    return difference
