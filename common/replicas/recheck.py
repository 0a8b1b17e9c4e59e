"""Reading replicas for a decision: before something is refused, the owner is asked once.

A replica may be a moment behind. That must not show: a product created a moment ago can be added to a cart.
So what is missing, or would cause a refusal, is asked for in one batch within 300 ms, and remembered as a
replica. An owner that does not answer leaves us with what we know, and in ``doubt``.
"""

import logging
from collections.abc import Callable, Iterable, Mapping

from prometheus_client import Counter

from common.replicas import doubt
from common.replicas.listening import Json, Listen
from common.replicas.owners import OwnerAway, Owners, services
from common.replicas.store import Replicas

logger = logging.getLogger(__name__)

RECHECKS = Counter("replica_rechecks_total", "Questions to an owner before a refusal", ["type_id", "outcome"])

Suits = Callable[[Json], bool]


def anything(_: Json) -> bool:
    return True


def nothing(_: Json) -> bool:
    return False


class Neighbours:
    """What a service knows of other services' resources, as its requests should read it.

    neighbours = Neighbours("cart", Listen("product", "product", lookups=skus_of), Listen("channel",
    "account")) service = Service("cart", …, replicas=neighbours.sources)
    """

    def __init__(self, service: str, *listens: Listen, owners: Owners | None = None) -> None:
        self.replicas = Replicas(service, listens)
        self.owners = owners or services()

    @property
    def sources(self) -> Mapping[str, "ReplicaSource"]:
        """type id → where to look such a resource up."""
        return {type_id: ReplicaSource(self, type_id) for type_id in self.replicas.listens}

    def require(
        self, project_key: str, type_id: str, ids: Iterable[str], suits: Suits = anything
    ) -> Mapping[str, Json]:
        """id → JSON. Those missing, or that do not suit, are asked for once; what then still does not suit is
        returned all the same: refusing is the caller's, who knows why.
        """
        wanted = set(ids)
        found = self.replicas.find(project_key, type_id, wanted)
        if doubtful := [id for id in wanted if id not in found or not suits(found[id])]:
            fresh = self._ask(project_key, type_id, ids=doubtful)
            if fresh is not None:
                found = {id: json for id, json in found.items() if id not in doubtful}
                found |= {json["id"]: json for json in fresh}
        return found

    def require_by(
        self, project_key: str, type_id: str, lookups: Iterable[str], suits: Suits = anything
    ) -> Mapping[str, list[Json]]:
        """``"sku:abc"`` → JSONs; a lookup is asked for where nothing that it finds suits."""
        wanted = set(lookups)
        found = self.replicas.find_by(project_key, type_id, wanted)
        if doubtful := [lookup for lookup in wanted if not any(map(suits, found.get(lookup, ())))]:
            fresh = self._ask(project_key, type_id, lookups=doubtful)
            if fresh is not None:
                lookups_of = self.replicas.listens[type_id].lookups_of
                found = {lookup: jsons for lookup, jsons in found.items() if lookup not in doubtful}
                for lookup in doubtful:
                    if jsons := [json for json in fresh if lookup in lookups_of(json)]:
                        found[lookup] = jsons
        return found

    def _ask(
        self, project_key: str, type_id: str, ids: Iterable[str] = (), lookups: Iterable[str] = ()
    ) -> list[Json] | None:
        owner = self.owners(self.replicas.listens[type_id].owner)
        try:
            fresh = owner.now(project_key, type_id, sorted(ids), sorted(lookups))
        except OwnerAway as away:
            RECHECKS.labels(type_id, "away").inc()
            doubt.note(type_id)
            logger.warning("could not re-check %s: %s", type_id, away)
            return None
        RECHECKS.labels(type_id, "answered").inc()
        for json in fresh:
            self.replicas.write(project_key, type_id, json)
        return fresh


class ReplicaSource:
    """One type, in the form in which actions and expansion look things up
    (``common.resources.context.Source``).
    """

    def __init__(self, neighbours: Neighbours, type_id: str) -> None:
        self.neighbours, self.type_id = neighbours, type_id

    def by_id(self, project_key: str, ids: Iterable[str], suits: Suits = anything) -> Mapping[str, Json]:
        return self.neighbours.require(project_key, self.type_id, ids, suits)

    def again(self, project_key: str, ids: Iterable[str]) -> Mapping[str, Json]:
        return self.by_id(project_key, ids, suits=nothing)

    def by_key(self, project_key: str, keys: Iterable[str]) -> Mapping[str, Json]:
        found = self.by("key", project_key, keys)
        return {key: jsons[0] for key, jsons in found.items()}

    def by(
        self, name: str, project_key: str, values: Iterable[str], suits: Suits = anything
    ) -> Mapping[str, list[Json]]:
        """value → resources, by one of the type's lookups: ``by("sku", project_key, skus)``."""
        lookups = {f"{name}:{value}": value for value in values}
        found = self.neighbours.require_by(project_key, self.type_id, lookups, suits)
        return {lookups[lookup]: jsons for lookup, jsons in found.items()}

    def known(self, name: str, project_key: str, values: Iterable[str]) -> Mapping[str, list[Json]]:
        """The same by what is known here; nobody is asked."""
        lookups = {f"{name}:{value}": value for value in values}
        found = self.neighbours.replicas.find_by(project_key, self.type_id, lookups)
        return {lookups[lookup]: jsons for lookup, jsons in found.items()}
