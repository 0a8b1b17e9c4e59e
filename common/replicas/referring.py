"""Whether other services still refer to what is about to be deleted.

Who deletes asks them, behind the circuit breaker of every question before a refusal; each looks into its own rows, by
an index. One that does not answer stands in nobody's way: a reference to what is gone shows no ``obj``.
"""

import logging
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from common.replicas.owners import OwnerAway, Owners, owners_at
from common.resources.card import ResourceType
from common.resources.document import collection_of
from common.settings import settings
from common.wire.json import Json

logger = logging.getLogger(__name__)


@cache
def _services() -> Owners:
    return owners_at(lambda service: settings().service_url(service))


def referrer_elsewhere(services: Iterable[str], project_key: str, type_id: str, resource: Json) -> str | None:
    """The type id of one that still refers to the resource, in one of these services."""
    for service in services:
        try:
            if found := _services()(service).referring(project_key, type_id, resource["id"], resource.get("key")):
                return found[0]
        except OwnerAway as away:
            logger.warning("%s does not say whether it refers to a %s: %s", service, type_id, away)
    return None


def referrers_here(cards: Iterable[ResourceType[Any]], asked: Json) -> Iterator[str]:
    """Type ids of what, in this service, refers to the resource that is ``asked`` about, by its id or its key."""
    for card in cards:
        if path := card.refers_to.get(asked["typeId"]):
            named = asked.get("key") if path.endswith(".key") else asked["id"]
            wanted = {"projectKey": asked["projectKey"], path: named}  # a tombstone refers to nothing
            if named and collection_of(card.document).find_one(wanted, {"_id": 1}):
                yield card.type_id
