"""Every action or none; a version more for each action that changed something; no change, no write.

https://docs.commercetools.com/api/general-concepts#optimistic-concurrency-control
"""

from collections.abc import Iterable

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
    before = snapshot = _snapshot(resource)
    messages: list[Message] = []
    for action in actions:
        messages += action(resource, context)
        snapshot = _counted(resource, snapshot)
    if resource.version == version:
        return resource
    resource.last_modified_at, resource.last_modified_by = context.now, context.actor
    resource.settle(context)
    save_change(type_id, resource, bson.decode(before) | {"version": version}, messages)
    return resource


def _counted(resource: Resource, before: bytes) -> bytes:
    """Raise the version if the action just applied changed anything; other than the order of fields."""
    now = _snapshot(resource)
    if now == before or (len(now) == len(before) and bson.decode(now) == bson.decode(before)):
        return before
    resource.version += 1
    return now


def _snapshot(resource: Resource) -> bytes:
    """All of it but the version, as BSON: cheaper than a deep copy, and an action may change JSON in place."""
    row = stored(resource)
    del row["version"]
    return encoded(row)
