"""addStore, removeStore and setStores, for resources that belong to some stores or, having none, to all.

https://docs.commercetools.com/api/projects/stores
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from marshmallow.validate import Length

from common.errors import InvalidOperation
from common.resources.actions import Actions
from common.resources.context import Context
from common.resources.messages import Message
from common.resources.stores import store_key, store_keys
from common.values.references import ToStore
from common.wire.json import Json

MAX_STORES = 100


@dataclass(frozen=True)
class OneStore:
    store: ToStore


@dataclass(frozen=True)
class SetStores:
    stores: Annotated[tuple[ToStore, ...], Length(max=MAX_STORES)] = ()


def stores(told: Callable[[list[Json], list[Json]], Message] | None = None) -> Callable[[Actions[Any]], None]:
    """For resources with a ``stores`` field; ``told`` makes the message of setStores from the new and the old ones."""

    def add(given: OneStore, resource: Any, context: Context) -> None:
        added = store_key(given.store, context)
        if added in resource.stores:
            return
        if len(resource.stores) >= MAX_STORES:
            raise InvalidOperation(f"At most {MAX_STORES} stores can be assigned.")
        resource.stores = [*resource.stores, added]

    def remove(given: OneStore, resource: Any, context: Context) -> None:
        gone = store_key(given.store, context)
        resource.stores = [store for store in resource.stores if store != gone]

    def put(given: SetStores, resource: Any, context: Context) -> Iterator[Message]:
        old, new = resource.stores, store_keys(given.stores, context)
        resource.stores = new
        if told is not None and new != old:
            yield told(new, old)

    def include(actions: Actions[Any]) -> None:
        actions.add("addStore", OneStore, add)
        actions.add("removeStore", OneStore, remove)
        actions.add("setStores", SetStores, put)

    return include
