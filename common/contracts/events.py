"""The facts services tell each other.

There is one: a resource changed. It carries the resource as it is now, so that a listener needs nobody to
ask, and the messages of the change, so that views of them (``/messages``, subscriptions) need nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from common.contracts.versions import check_version

Json = dict[str, Any]

MESSAGES = "messages"
"""What an event is about beside its type, if it carries any."""

TASK = "events.resource_changed"
"""The Celery task that every worker pool runs for each event of the topics it listens to."""


@dataclass(frozen=True)
class ResourceChanged:
    """What one resource had to tell when its outbox was sent.

    Told at least once, and an older state may follow a newer one: compare ``version``, remember message ids.
    """

    schema_version: ClassVar[int] = 1

    project_key: str
    type_id: str
    id: str
    version: int
    deleted: bool
    json: Json | None
    """As on the wire, at ``version``. None when deleted, when ``more`` follows, or too large: then ask
    the owner.
    """
    messages: tuple[Json, ...] = ()
    """In the order of their sequence numbers, whole unless one says ``payloadNotIncluded``."""
    more: bool = False
    """One record was too small for all: the next event has further messages, the last one the resource."""
    erased: bool = False
    """Deleted with ``dataErasure=true``: whoever kept anything of it forgets that, too."""
    aspect: str | None = None
    """What it is about beside its type, where some listen to only a few resources of a type."""

    @property
    def about(self) -> tuple[str, ...]:
        """What a listener may ask for: the type id, the aspect, MESSAGES, and each type of message that it carries."""
        aspect = (self.aspect,) if self.aspect else ()
        said = (MESSAGES, *sorted({message["type"] for message in self.messages})) if self.messages else ()
        return (self.type_id, *aspect, *said)

    def to_json(self) -> Json:
        more = {"aspect": self.aspect} if self.aspect else {}
        return more | {
            "schemaVersion": self.schema_version,
            "projectKey": self.project_key,
            "typeId": self.type_id,
            "id": self.id,
            "version": self.version,
            "deleted": self.deleted,
            "json": self.json,
            "messages": list(self.messages),
            "more": self.more,
            "erased": self.erased,
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "ResourceChanged":
        """Read this version (there is none before it yet). Unknown fields are ignored: adding one
        needs no version.
        """
        check_version(cls, told["schemaVersion"], cls.schema_version)
        return cls(
            project_key=told["projectKey"],
            type_id=told["typeId"],
            id=told["id"],
            version=told["version"],
            deleted=told["deleted"],
            json=told["json"],
            messages=tuple(told["messages"]),
            more=told["more"],
            erased=told.get("erased", False),
            aspect=told.get("aspect"),
        )
