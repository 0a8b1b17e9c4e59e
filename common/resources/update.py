"""Every action or none; a version more for each action that changed something; no change, no write.

https://docs.commercetools.com/api/general-concepts#optimistic-concurrency-control
"""

from collections.abc import Iterable
from typing import Any

import bson

from common.resources.actions import Action
from common.resources.context import Context
from common.resources.document import Resource, stored
from common.resources.encoding import encoded
from common.resources.messages import Message
from common.resources.write import save_change


def update(type_id: str, resource: Resource, version: int, actions: Iterable[Action], context: Context) -> Resource:
    """Apply the actions to the resource as loaded, and save it with what they had to say.

    ConcurrentModification if ``version`` is not the resource's, also when nothing would change.
    """
    resource.check_version(version)
    before = snapshot = encoded(stored(resource))
    messages: list[Message] = []
    for action in actions:
        messages += action(resource, context)
        snapshot = _counted(resource, snapshot)
    if resource.version == version:
        return resource
    resource.last_modified_at, resource.last_modified_by = context.now, context.actor
    resource.settle(context)
    save_change(type_id, resource, _decoded(before), messages)
    return resource


def _counted(resource: Resource, snapshot: bytes) -> bytes:
    """Raise the version if the action just applied changed anything.

    BSON is compared: cheaper than a deep copy, and an action may change JSON in place.
    """
    if encoded(stored(resource)) == snapshot:
        return snapshot
    resource.version += 1
    return encoded(stored(resource))


def _decoded(snapshot: bytes) -> dict[str, Any]:
    return bson.decode(snapshot)
