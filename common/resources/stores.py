"""References to stores: given by id or key, kept by key, which never changes.

https://docs.commercetools.com/api/projects/stores
"""

from collections.abc import Iterable

from common.resources.context import Context
from common.values.references import Reference
from common.wire.json import Json


def store_key(reference: Reference, context: Context) -> Json:
    """The StoreKeyReference of a resolved reference."""
    store = context.find("store", reference.id or "") or {}
    return {"typeId": "store", "key": store["key"]}


def store_keys(references: Iterable[Reference], context: Context) -> list[Json]:
    """Each store once."""
    keys = {reference.id: store_key(reference, context) for reference in references}
    return list(keys.values())
