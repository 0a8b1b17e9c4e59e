"""The indexes every collection has, and those a document asks for; built by an idempotent command before new
code runs, which also drops what nobody asks for any more (``common/resources/old_indexes.py``).

Every index of a query leads with ``projectKey``: production shards by it. Only sweeps look across projects.
"""

from collections.abc import Iterator

from pymongo import ASCENDING, IndexModel

from common.database import database
from common.replicas import store as replicas
from common.resources.document import BY_AGE, BY_CHANGE, Resource, collection_of
from common.resources.holding import INDEX
from common.resources.old_indexes import drop_changed, undeclared
from common.service import Service


def build(service: Service, dropping: bool = True) -> Iterator[str]:
    """Build what is missing and drop what is no longer declared, collection by collection; yields a line for each.

    Not ``dropping``, it only names what it would: code of the release before may still be at work.
    """
    wanted = {collection_of(card.document).name: list(indexes_of(card.document)) for card in service.cards}
    if service.replicas:
        wanted[replicas.COLLECTION] = replicas.INDEXES
    for name, indexes in (wanted | dict(service.indexes)).items():
        rows = database(service.name)[name]
        for old in drop_changed(rows, indexes):
            yield f"{service.name}.{name}: dropped {old}, which is declared differently now"
        names = rows.create_indexes(list(indexes))
        yield f"{service.name}.{name}: {', '.join(names)}"
        for old in undeclared(rows, indexes):
            if dropping:
                rows.drop_index(old)
            yield f"{service.name}.{name}: {'dropped' if dropping else 'kept'} {old}, which nothing declares any more"


def indexes_of(document: type[Resource]) -> Iterator[IndexModel]:
    """``document.unique`` are ``Unique`` declarations, ``document.indexed`` paths (or tuples of paths) at
    rest, ``document.forgotten`` the path of a time after which MongoDB may delete it, ``document.swept`` a private
    field that few rows have and a worker looks for in all projects.
    """
    for name, order in (("by age", BY_AGE), ("by change", BY_CHANGE)):
        yield IndexModel([("projectKey", ASCENDING), *((path, ASCENDING) for path in order)], name=name)
    yield IndexModel([("projectKey", ASCENDING), ("_id", ASCENDING)], name="by id")
    yield IndexModel([("_outboxSince", ASCENDING)], name="outbox", sparse=True)
    if document.holds:
        yield INDEX
    for unique in getattr(document, "unique", ()):
        yield unique.index()
    for path in getattr(document, "indexed", ()):
        paths = path if isinstance(path, tuple) else (path,)
        keys = [("projectKey", ASCENDING), *((one, ASCENDING) for one in paths)]
        yield IndexModel(keys, name="by " + ", ".join(paths))
    if forgotten := getattr(document, "forgotten", None):
        yield IndexModel([(forgotten, ASCENDING)], name="forgotten", expireAfterSeconds=0)
    if swept := getattr(document, "swept", None):
        yield IndexModel([(swept, ASCENDING)], name="swept", sparse=True)
