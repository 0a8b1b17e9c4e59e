"""In the place of another service that answers: what our replicas hold is all there is."""

from collections.abc import Sequence
from typing import Any

from common.replicas.recheck import Neighbours


class KnowsNoMore:
    def __init__(self, neighbours: Neighbours) -> None:
        self.replicas = neighbours.replicas

    def now(self, project_key: str, type_id: str, ids: Sequence[str] = (), lookups: Sequence[str] = ()) -> list[Any]:
        found = dict(self.replicas.find(project_key, type_id, ids))
        for resources in self.replicas.find_by(project_key, type_id, lookups).values():
            found |= {json["id"]: json for json in resources}
        return list(found.values())
