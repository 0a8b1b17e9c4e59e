"""What a resource tells the world after it changed: facts, named in the past tense.

https://docs.commercetools.com/api/projects/messages
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from common.observability import trail
from common.resources.document import Resource
from common.wire import dump
from common.wire.json import Json


@dataclass(frozen=True)
class Message:
    """One fact about one resource; the fields of a subclass become fields of the wire's Message."""


def outbox_entries(
    type_id: str, resource: Resource, messages: Iterable[Message], erased: bool = False
) -> Iterator[Json]:
    """Each message as the API will show it, then the word that the resource changed.

    Numbers the messages on from the resource's last one.
    """
    for message in messages:
        resource._sequence += 1
        yield {
            "id": (id := str(uuid4())),
            "type": type(message).__name__,
            "message": {
                "id": id,
                "version": 1,
                "sequenceNumber": resource._sequence,
                "resource": {"typeId": type_id, "id": resource.id},
                "resourceVersion": resource.version,
                "resourceUserProvidedIdentifiers": _identifiers(resource),
                "type": type(message).__name__,
                "createdAt": resource.last_modified_at,
                "lastModifiedAt": resource.last_modified_at,
                **({} if resource.last_modified_by is None else {"createdBy": resource.last_modified_by}),
                **dump(message),
            },
        }
    yield changed_entry(type_id) | ({"erased": True} if erased else {})


def changed_entry(type_id: str) -> Json:
    """The word that the resource changed; how it is now is read when it is told."""
    return {
        "id": str(uuid4()),
        "type": "changed",
        "typeId": type_id,
        "headers": trail.carried(),  # so that an event sent later, by another process, still names its cause
    }


IDENTIFIERS = {"key": "key", "order_number": "orderNumber", "customer_number": "customerNumber", "sku": "sku"}


def _identifiers(resource: Resource) -> dict[str, Any]:
    """What its owner calls it. https://docs.commercetools.com/api/projects/messages#userprovidedidentifiers"""
    return {wire: value for name, wire in IDENTIFIERS.items() if (value := getattr(resource, name, None)) is not None}
