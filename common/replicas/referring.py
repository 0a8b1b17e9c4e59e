"""Whether anything still refers to what is about to be deleted: here, and in the other services.

Who deletes asks them, behind the circuit breaker of every question before a refusal; each looks into its own rows, by
an index. One that does not answer stands in nobody's way: a reference to what is gone shows no ``obj``.
"""

import logging
from collections.abc import Iterator, Mapping

from common.replicas.owners import OwnerAway, services
from common.resources.collection import OwnSource
from common.resources.context import Context
from common.resources.document import Resource
from common.resources.holding import HELD, referring
from common.services import table
from common.wire.json import Json

logger = logging.getLogger(__name__)


def referrer(type_id: str, resource: Resource, context: Context) -> str | None:
    """The type id of one that refers to the resource, wherever it is; of a type that nothing holds, none does."""
    if type_id not in HELD:
        return None
    key = getattr(resource, "key", None)
    asked = {"projectKey": context.project_key, "typeId": type_id, "id": resource.id, "key": key}
    return next(_everywhere(asked, type(resource), context), None)


def referrers_here(owned: Mapping[str, type[Resource]], asked: Json) -> Iterator[str]:
    """Type ids of what, in this service, refers to the resource that is ``asked`` about."""
    for type_id, document in owned.items():
        if referring(document, asked["projectKey"], asked["typeId"], asked["id"], asked.get("key")):
            yield type_id


def _everywhere(asked: Json, document: type[Resource], context: Context) -> Iterator[str]:
    own = {type_id: source.document for type_id, source in context.sources.items() if isinstance(source, OwnSource)}
    yield from referrers_here(own, asked)
    here = document._meta["db_alias"]
    for service in (service.name for service in table().services if service.name != here):
        try:
            yield from services()(service).referring(asked)
        except OwnerAway as away:
            logger.warning("%s does not say whether it refers to a %s: %s", service, asked["typeId"], away)
